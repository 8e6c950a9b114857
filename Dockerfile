# Stance, production image: one image, four commands (web, two kinds of worker, sweeper) chosen in docker-compose.yml.
FROM node:22-bookworm-slim AS npm
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STANCE_HOME=/data PATH=/app/.venv/bin:$PATH
WORKDIR /app
# mediapipe loads EGL and GLES; Pango draws the text of PDF reports, in one family of letters with all accents.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends libegl1 libgles2 libpango-1.0-0 \
    libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 stance && install -d -o stance -g stance /data /app
COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY gait/__init__.py gait/__init__.py
COPY gait/weights gait/weights
RUN python -m gait.weights.build_pose_model && python -m gait.weights.build_feature_model
COPY --from=npm /app/node_modules node_modules
COPY --chown=stance:stance . .
# As the user who serves them: collected files are readable by their owner only.
USER stance
RUN STANCE_HOME=/tmp/build STANCE_STATIC=/app/staticfiles python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build
# An image that cannot measure is not built: one clip goes through the whole engine.
RUN STANCE_HOME=/tmp/build python manage.py check --fail-level WARNING \
    && STANCE_HOME=/tmp/build python manage.py analyse_video config/demo/clips/demo_walk_first_visit.mp4 \
    && rm -rf /tmp/build
ENV STANCE_STATIC=/app/staticfiles
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-class", "gthread"]
