"""Small video files that the tests make themselves: whole ones, odd ones and broken ones."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition

DATA = Path(__file__).parents[1] / "data"
QUICKLY = {
    "libx264": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
}
"""How each encoder is told to hurry; left to themselves they spend ten times as long."""


def rendered(name: str) -> Path:
    """A rendered walker of tests/data by the beginning of its name."""
    (clip,) = DATA.glob(f"{name}*.mp4")
    return clip


def pictures(count: int, size_px: tuple[int, int]) -> Iterator[np.ndarray]:
    """Grey noise with a red corner at the top left, and a white bar that moves."""
    width, height = size_px
    noise = np.random.default_rng(1).integers(60, 120, (height, width, 3), dtype=np.uint8)
    for number in range(count):
        picture = noise.copy()
        picture[: height // 4, : width // 4] = (255, 0, 0)
        picture[:, (number * 7) % width :][:, :10] = 255
        yield picture


def write_clip(
    path: Path,
    *,
    seconds: float = 3.0,
    rate_hz: int = 30,
    size_px: tuple[int, int] = (240, 320),
    codec: str = "libx264",
    container: str = "mp4",
    movflags: str = "",
    times_s: Sequence[float] | None = None,
    frames: Iterable[np.ndarray] | None = None,
    rotation_deg: int | None = None,
    pixel_aspect: Fraction | None = None,
    pixel_format: str = "yuv420p",
    colour_transfer: int | None = None,
    key_frame_every: int | None = None,
    tags: dict[str, str] | None = None,
) -> Path:
    """Encode pictures (by default noise with a red corner) into a real file.

    key_frame_every also puts pictures out of order in the file (B-frames), as phones do.
    """
    times_s = [number / rate_hz for number in range(round(seconds * rate_hz))] if times_s is None else times_s
    frames = pictures(len(times_s), size_px) if frames is None else frames
    with av.open(str(path), "w", format=container, options={"movflags": movflags} if movflags else {}) as output:
        output.metadata.update(tags or {})
        keys = {} if key_frame_every is None else {"g": str(key_frame_every), "sc_threshold": "0", "bf": "2"}
        stream = output.add_stream(codec, rate=rate_hz, options=QUICKLY.get(codec, {}) | keys)
        stream.width, stream.height, stream.pix_fmt = *size_px, pixel_format
        stream.codec_context.time_base = Fraction(1, 12_000)
        if colour_transfer is not None:
            stream.codec_context.color_trc = colour_transfer
        if rotation_deg is not None:
            stream.set_display_rotation(rotation_deg)
        if pixel_aspect is not None:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        for picture, time_s in zip(frames, times_s, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(time_s * 12_000), Fraction(1, 12_000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def write_latin1_tags(path: Path, *, container: str, codec: str = "libx264") -> Path:
    """Titles of the file and of its stream, and the name of a tag of its own, in Latin-1 as old phones write them."""
    as_tags = {"movflags": "use_metadata_tags"} if container in ("mp4", "mov") else {}
    with av.open(str(path), "w", format=container, options=as_tags) as output:
        stream = output.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = 240, 320, "yuv420p"
        output.metadata.update({"title": "d#marche", "d#taillee": "oui"})
        stream.metadata.update({"title": "d#marche", "handler_name": "d#marche"})
        for picture in pictures(60, (240, 320)):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))
    path.write_bytes(path.read_bytes().replace(b"d#", b"d\xe9"))
    return path


Edit = tuple[float, float | None]
"""Of an edit list: how long, and from which moment of the recording; None shows nothing for that long."""


def with_edits(source: Path, target: Path, edits: Sequence[Edit]) -> Path:
    """A one-track MP4 with another edit list, as a phone's "trim" leaves it: every picture stays in the file."""
    content = bytearray(source.read_bytes())
    header, track_header, media_header, edit_list = (
        _box(content, path) for path in ("moov.mvhd", "moov.trak.tkhd", "moov.trak.mdia.mdhd", "moov.trak.edts.elst")
    )
    movie_hz, media_hz = (struct.unpack_from(">I", content, at + 20)[0] for at, _ in (header, media_header))
    (shown_from,) = struct.unpack_from(">i", content, edit_list[0] + 20)
    rows = b"".join(
        struct.pack(
            ">IiI",
            round(length_s * movie_hz),
            -1 if from_s is None else shown_from + round(from_s * media_hz),
            1 << 16,
        )
        for length_s, from_s in edits
    )
    for at, offset in ((header[0], 24), (track_header[0], 28)):
        struct.pack_into(">I", content, at + offset, round(sum(length_s for length_s, _ in edits) * movie_hz))
    first, stop = _box(content, "moov.trak.edts")
    new = struct.pack(">I4sI4sII", 24 + len(rows), b"edts", 16 + len(rows), b"elst", 0, len(edits)) + rows
    for path in ("moov", "moov.trak"):
        at, _ = _box(content, path)
        (size,) = struct.unpack_from(">I", content, at)
        struct.pack_into(">I", content, at, size + len(new) - (stop - first))
    is_first = _box(content, "moov")[0] < content.index(b"mdat")
    content[first:stop] = new
    if is_first:
        _move_chunks(content, len(new) - (stop - first))
    target.write_bytes(content)
    return target


def with_matrix(source: Path, target: Path, matrix: tuple[int, int, int, int]) -> Path:
    """A one-track MP4 whose players turn or mirror it: x' = ax + cy, y' = bx + dy for (a, b, c, d)."""
    content = bytearray(source.read_bytes())
    at, _ = _box(content, "moov.trak.tkhd")
    a, b, c, d = (value << 16 for value in matrix)
    struct.pack_into(">9i", content, at + 48, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    target.write_bytes(content)
    return target


def _move_chunks(content: bytearray, by: int) -> None:
    at, _ = _box(content, "moov.trak.mdia.minf.stbl.stco")
    (count,) = struct.unpack_from(">I", content, at + 12)
    places = struct.unpack_from(f">{count}I", content, at + 16)
    struct.pack_into(f">{count}I", content, at + 16, *(place + by for place in places))


def _box(content: bytes, path: str) -> tuple[int, int]:
    """Where a box of an MP4 begins and ends."""
    first, stop = 0, len(content)
    for depth, name in enumerate(path.split(".")):
        at = first + 8 * bool(depth)
        while at < stop:
            size, kind = struct.unpack_from(">I4s", content, at)
            if kind.decode("latin-1") == name:
                break
            at += size
        else:
            raise ValueError(f"no {path}")
        first, stop = at, at + size
    return first, stop


def write_sound(path: Path) -> Path:
    """Two seconds of silence and no picture."""
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=16_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 32_000), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 16_000, 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def write_two_videos(path: Path, *, shown: int) -> Path:
    """One file, two recordings, of which players are told to show the first or both."""
    with av.open(str(path), "w", format="matroska") as output:
        streams = [output.add_stream("libx264", rate=30) for _ in range(2)]
        for number, stream in enumerate(streams):
            stream.width, stream.height, stream.pix_fmt = 240 + 80 * number, 320, "yuv420p"
            stream.disposition = Disposition.default if number < shown else Disposition.dub
        for stream in streams:
            for picture in pictures(60, (stream.width, stream.height)):
                output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        for stream in streams:
            output.mux(stream.encode(None))
    return path


def write_changing_size(path: Path) -> Path:
    """VP8 says its size in every key frame; after one second this one says another."""
    with av.open(str(path), "w", format="webm") as output:
        stream = output.add_stream("libvpx", rate=30)
        stream.width, stream.height, stream.pix_fmt = 240, 320, "yuv420p"
        for packet in _vp8_packets((240, 320), 30):
            packet.stream = stream
            output.mux(packet)
        for packet in _vp8_packets((320, 320), 60):
            packet.pts, packet.dts, packet.stream = packet.pts + 1000, packet.dts + 1000, stream
            output.mux(packet)
    return path


def write_repeated_times(path: Path) -> Path:
    """Two seconds in which every tenth picture carries the time of the one before it."""
    with av.open(str(path), "w", format="webm") as output:
        stream = output.add_stream("libvpx", rate=30)
        stream.width, stream.height, stream.pix_fmt = 240, 320, "yuv420p"
        for number, packet in enumerate(_vp8_packets((240, 320), 60)):
            shown = number - (number % 10 == 9)
            packet.pts = packet.dts = round(shown * 1000 / 30)
            packet.stream = stream
            output.mux(packet)
    return path


def _vp8_packets(size_px: tuple[int, int], count: int) -> Iterator[av.Packet]:
    coder = av.CodecContext.create("libvpx", "w")
    coder.width, coder.height, coder.pix_fmt = *size_px, "yuv420p"
    coder.time_base, coder.options = Fraction(1, 1000), QUICKLY["libvpx"]
    for number, picture in enumerate(pictures(count, size_px)):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = round(number * 1000 / 30), Fraction(1, 1000)
        yield from coder.encode(frame)
    yield from coder.encode(None)


def cut_short(source: Path, target: Path, share: float) -> Path:
    """The first share of a file's bytes."""
    content = source.read_bytes()
    target.write_bytes(content[: int(len(content) * share)])
    return target


def damage(source: Path, target: Path, share: float) -> Path:
    """Noise over a share of the pictures' bytes, spread over the clip; the index stays whole."""
    content = bytearray(source.read_bytes())
    begin = content.index(b"mdat") + 4000
    end = max(begin + 1, content.rfind(b"moov") - 4 if content.rfind(b"moov") > begin else len(content))
    chance = np.random.default_rng(2)
    for position in range(begin, end - 400, 2000):
        if chance.random() < share:
            content[position : position + 400] = chance.bytes(400)
    target.write_bytes(content)
    return target
