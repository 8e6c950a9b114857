"""One colour per sample: cloth with its patterns and folds under a key light, sky and floor."""

import numpy as np
from numba import njit

from gait.training.arrays import FloatArray, IntArray, Picture
from gait.training.walker.look import BUMP, FOLD, FOLD_BUMP, GLOSS, GRAIN, GRAIN_SHADE, WRAP
from gait.training.walker.noise import sample_noise
from gait.training.walker.patterns import second_colour_share
from gait.training.walker.raster import NO_TRIANGLE, lit_share

BOTTOMS, TOP = 1, 2
SHADOW_BIAS_M = 0.02
SHININESS = 24
BACKSIDE_SHADE = 0.35
"""What is seen of the inside of a garment lies in its shade."""


@njit(cache=True, fastmath=True)
def _blend(values: FloatArray, a: int, b: int, c: int, u: float, v: float) -> tuple[float, float, float]:
    q = 1 - u - v
    return (
        q * values[a, 0] + u * values[b, 0] + v * values[c, 0],
        q * values[a, 1] + u * values[b, 1] + v * values[c, 1],
        q * values[a, 2] + u * values[b, 2] + v * values[c, 2],
    )


@njit(cache=True, fastmath=True)
def _unit(x: float, y: float, z: float) -> tuple[float, float, float]:
    length = np.sqrt(x * x + y * y + z * z) + 1e-9
    return x / length, y / length, z / length


@njit(cache=True, fastmath=True)
def shade(
    seen: IntArray,
    second: FloatArray,
    third: FloatArray,
    triangles: IntArray,
    material: IntArray,
    rest: FloatArray,
    posed: FloatArray,
    normals: FloatArray,
    eye: FloatArray,
    to_light: FloatArray,
    lights: FloatArray,
    shadow_map: FloatArray,
    to_shadow: FloatArray,
    colours: FloatArray,
    materials: FloatArray,
    patterns: FloatArray,
    pattern_colours: FloatArray,
    volume: FloatArray,
    band: FloatArray,
) -> Picture:
    """Picture (size, size, 3) in linear light, 0 where nothing is seen.

    lights (3, 3): colours of key, sky and ground. to_shadow (3, 4): room to shadow map. band: waistband height (m),
    its slope, its depth (m) and its shade. The others as in raster.rasterise, dress.Figure and look.Look.
    """
    size = seen.shape[0]
    picture = np.zeros((size, size, 3), np.float32)
    for row in range(size):
        for column in range(size):
            t = seen[row, column]
            if t == NO_TRIANGLE:
                continue
            a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            u, v, kind = second[row, column], third[row, column], material[t]
            surface = materials[kind]
            rx, ry, rz = _blend(rest, a, b, c, u, v)
            px, py, pz = _blend(posed, a, b, c, u, v)
            nx, ny, nz = _unit(*_blend(normals, a, b, c, u, v))
            ex, ey, ez = _unit(eye[0] - px, eye[1] - py, eye[2] - pz)
            inside_out = nx * ex + ny * ey + nz * ez < -0.12
            if inside_out:
                nx, ny, nz = -nx, -ny, -nz
            grain = surface[GRAIN]
            value, gx, gy, gz = sample_noise(volume, rx * grain, ry * grain, rz * grain)
            bump = surface[BUMP]
            nx, ny, nz = nx - bump * gx, ny - bump * gy, nz - bump * gz
            brightness = 1 + surface[GRAIN_SHADE] * value
            red, green, blue = colours[kind, 0], colours[kind, 1], colours[kind, 2]
            if kind == BOTTOMS or kind == TOP:
                fold, depth = surface[FOLD], surface[FOLD_BUMP]
                _, gx, gy, gz = sample_noise(volume, rx * fold + 11, ry * fold * 0.6, rz * fold + 5)
                nx, ny, nz = nx - depth * gx, ny - depth * gy * 0.6, nz - depth * gz
                for layer in range(patterns.shape[1]):
                    share = second_colour_share(patterns[kind - BOTTOMS, layer], rx, ry, rz, volume)
                    if share > 0:
                        red += share * (pattern_colours[kind - BOTTOMS, layer, 0] - red)
                        green += share * (pattern_colours[kind - BOTTOMS, layer, 1] - green)
                        blue += share * (pattern_colours[kind - BOTTOMS, layer, 2] - blue)
            if kind == BOTTOMS and ry > band[0] + band[1] * rx - band[2]:
                brightness *= band[3]
            nx, ny, nz = _unit(nx, ny, nz)
            sx = to_shadow[0, 0] * px + to_shadow[0, 1] * py + to_shadow[0, 2] * pz + to_shadow[0, 3]
            sy = to_shadow[1, 0] * px + to_shadow[1, 1] * py + to_shadow[1, 2] * pz + to_shadow[1, 3]
            sz = to_shadow[2, 0] * px + to_shadow[2, 1] * py + to_shadow[2, 2] * pz + to_shadow[2, 3]
            lit = lit_share(shadow_map, sx, sy, sz + SHADOW_BIAS_M)
            wrap = surface[WRAP]
            facing_light = (nx * to_light[0] + ny * to_light[1] + nz * to_light[2] + wrap) / (1 + wrap)
            direct = max(facing_light, 0.0) * lit
            facing_eye = max(nx * ex + ny * ey + nz * ez, 0.0)
            open_sky = (0.55 + 0.45 * facing_eye) * (0.75 + 0.25 * lit)
            if inside_out:
                open_sky *= BACKSIDE_SHADE
            hx, hy, hz = _unit(ex + to_light[0], ey + to_light[1], ez + to_light[2])
            gloss = surface[GLOSS] * lit * max(nx * hx + ny * hy + nz * hz, 0.0) ** SHININESS
            upward = 0.5 + 0.5 * ny
            brightness = max(brightness, 0.2)
            for k, tone in enumerate((red, green, blue)):
                ambient = lights[1, k] * upward + lights[2, k] * (1 - upward)
                light = ambient * open_sky + lights[0, k] * direct
                picture[row, column, k] = brightness * tone * light + gloss
    return picture
