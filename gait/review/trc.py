"""The followed points of a run as a TRC table, the text format of OpenSim and its relatives.

Honest about what it holds: pixels of one camera, not metres. X runs to the right of the picture, Y upwards from its
lower edge, Z is 0 throughout; the Units field says px. A point that was not seen is left empty.
"""

from gait.result.beside import Overlay, Track

UNITS = "px"


def markers_trc(name: str, overlay: Overlay, rate_hz: float) -> str:
    """name stands in the header. Markers: the joints, then both ends of the chosen line of the pelvis."""
    tracks = _tracks(overlay)
    frames, markers = len(overlay["time_s"]), list(tracks)
    header = [
        ["PathFileType", "4", "(X/Y/Z)", name],
        ["DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate", "OrigDataStartFrame",
         "OrigNumFrames"],
        [f"{rate_hz:g}", f"{rate_hz:g}", str(frames), str(len(markers)), UNITS, f"{rate_hz:g}", "1", str(frames)],
        ["Frame#", "Time", *(cell for marker in markers for cell in (marker, "", ""))],
        ["", "", *(f"{axis}{number}" for number in range(1, len(markers) + 1) for axis in "XYZ")],
        [],
    ]  # fmt: skip
    rows = [
        [
            str(index + 1),
            f"{time_s:.3f}",
            *(cell for track in tracks.values() for cell in _cells(track, index, overlay)),
        ]
        for index, time_s in enumerate(overlay["time_s"])
    ]
    return "\n".join("\t".join(row) for row in [*header, *rows]) + "\n"


def _tracks(overlay: Overlay) -> dict[str, Track]:
    line = overlay["lines"].get(overlay["chosen"] or "")
    ends = {"pelvic_line_from": line["from_xy"], "pelvic_line_to": line["to_xy"]} if line else {}
    return {**overlay["joints"], **ends}


def _cells(track: Track, index: int, overlay: Overlay) -> list[str]:
    x, y = track[2 * index : 2 * index + 2]
    return ["", "", ""] if x is None or y is None else [f"{x:g}", f"{overlay['height_px'] - y:g}", "0"]
