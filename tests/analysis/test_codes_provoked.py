"""Every code has a test that brings it about, and here stands which one and from what.

A code without a row fails, and so does a row whose test is gone or no longer speaks of the code. Whether the test does
what its row says is for its reader to judge; this page only sees to it that there is one.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from gait.analysis.codes import CODES

TESTS = Path(__file__).resolve().parents[1]

FROM_A_FILE = {
    "R_EMPTY": "analysis/test_probe.py::test_it_refuses_an_empty_file",
    "R_TOO_BIG": "analysis/test_probe.py::test_it_refuses_a_huge_file_before_reading_it",
    "R_NOT_VIDEO": "analysis/test_probe.py::test_it_refuses_what_is_no_video",
    "R_TRUNCATED": "analysis/test_probe.py::test_it_refuses_half_an_upload_although_it_opens",
    "R_CORRUPT": "analysis/test_frames.py::test_a_ruined_clip_is_refused",
    "R_NO_VIDEO": "analysis/test_probe.py::test_it_refuses_sound_without_a_picture",
    "R_SEVERAL_VIDEOS": "analysis/test_probe.py::test_it_refuses_two_recordings_with_equal_rights",
    "R_CODEC": "analysis/test_probe.py::test_it_names_the_codec_it_cannot_read",
    "R_DIMENSIONS": "analysis/test_probe.py::test_it_refuses_pictures_of_an_impossible_size",
    "R_TOO_SMALL": "analysis/test_probe.py::test_it_refuses_pictures_of_an_impossible_size",
    "R_CHANGING_SIZE": "analysis/test_frames.py::test_a_change_of_size_is_refused_wherever_it_comes",
    "R_TOO_SHORT": "analysis/test_probe.py::test_it_refuses_by_the_real_times",
    "R_DURATION": "analysis/test_probe.py::test_it_refuses_by_the_real_times",
    "R_FPS_LOW": "analysis/test_probe.py::test_it_refuses_by_the_real_times",
    "R_FPS": "analysis/test_probe.py::test_it_refuses_by_the_real_times",
    "R_FRAMES": "analysis/test_probe.py::test_too_many_pictures_are_refused_while_counting",
    "R_TIMES": "analysis/test_probe.py::test_pictures_without_any_time_are_refused",
    "E_NO_PERSON": "analysis/test_track.py::test_a_clip_without_a_person_is_refused",
    "E_PERSON_SMALL": "analysis/test_refilm.py::test_it_says_what_to_film_again",
    "E_FEET_HIDDEN": "analysis/test_refilm.py::test_it_says_what_to_film_again",
    "E_OBLIQUE_VIEW": "analysis/test_refilm.py::test_it_says_what_to_film_again",
    "E_SIDE_VIEW": "analysis/test_refilm.py::test_it_says_what_to_film_again",
    "E_SHORT_WALK": "analysis/test_refilm.py::test_it_says_what_to_film_again",
    "E_OUT_OF_FRAME": "analysis/test_never_degrees.py::test_legs_alone_are_refused_although_the_pose_model_is_sure",
    "E_WAIST_DOWN": "analysis/test_never_degrees.py::test_legs_alone_are_refused_although_the_pose_model_is_sure",
    "E_HIPS_HIDDEN": "analysis/test_never_degrees.py::test_a_long_coat_over_the_hips_cannot_be_told",
    "E_NO_SOURCE": "analysis/test_never_degrees.py::test_a_long_coat_over_the_hips_cannot_be_told",
    "E_QUALITY": "analysis/test_never_degrees.py::test_a_long_coat_over_the_hips_cannot_be_told",
    "E_NOT_MOVING": "analysis/test_never_degrees.py::test_a_poster_that_is_carried_past_does_not_walk",
    "E_NOT_A_PERSON": "analysis/test_never_degrees.py::test_a_cartoon_that_walks_is_not_a_person",
    "E_TWO_PERSONS": "analysis/test_never_degrees.py::"
    "test_somebody_who_changes_places_with_another_is_not_followed_into_them",
    "E_NOT_A_WALK": "analysis/test_static_tests.py::test_a_standing_test_is_told_as_such_and_never_as_a_walk",
    "E_NO_STANDING": "gait/test_analyse_video.py::test_a_standing_recording_in_which_nobody_stands_exits_3",
    "E_CAMERA_MOVING": "analysis/test_invariance.py::test_a_camera_that_swings_wildly_gives_no_degrees",
    "E_MODEL_MISSING": "gait/test_tasks.py::test_a_missing_model_is_not_the_clips_fault",
    "W_LOW_FPS": "analysis/test_refilm.py::test_slow_motion_is_said_to_be_slow",
    "W_SLOWMO": "analysis/test_refilm.py::test_slow_motion_is_said_to_be_slow",
    "W_VFR": "analysis/test_probe.py::test_uneven_times_are_noted_and_kept",
    "W_TIMES": "analysis/test_probe.py::test_pictures_with_the_time_of_another_are_noted",
    "W_PARTIAL": "analysis/test_probe.py::test_it_keeps_a_long_beginning_of_a_cut_clip",
    "W_CORRUPT": "analysis/test_track.py::test_a_few_damaged_pictures_are_left_out_and_said",
    "W_LONG_CLIP": "analysis/test_track.py::test_gaps_a_limit_and_damage_are_noted",
    "W_GAPS": "analysis/test_track.py::test_gaps_a_limit_and_damage_are_noted",
    "W_TWO_PERSONS": "analysis/test_track.py::test_with_two_people_one_is_followed_and_the_other_noted",
    "W_HDR": "analysis/test_probe.py::test_hdr_is_noted",
    "W_SHOWN_MIRRORED": "analysis/test_probe.py::test_a_file_that_is_shown_mirrored_is_turned_upright_but_not_mirrored",
    "W_ROTATED": "analysis/test_invariance.py::test_a_clip_stored_on_its_side_with_a_rotation_tag_measures_the_same",
    "W_TURNED": "analysis/test_turning.py::test_the_longer_way_is_measured_and_the_other_one_left_alone",
    "W_CAMERA_MOVING": "analysis/test_invariance.py::test_a_hand_that_sways_is_noted_and_taken_out",
    "W_MARKERS_NOT_FOUND": "analysis/pelvis/test_rendered.py::test_clothes_without_stickers_show_none",
}

FROM_A_DEATH = {
    "E_DECODER_CRASH": "gait/test_uploads.py::test_a_video_that_kills_its_reader_is_refused_and_nothing_else_dies",
    "E_CRASHED": "gait/test_child.py::test_a_death_becomes_a_code",
    "E_TIMEOUT": "gait/test_child.py::test_a_child_that_hangs_is_killed",
    "E_MEMORY": "gait/test_child.py::test_a_child_without_room_in_memory_says_so",
    "E_CANCELLED": "gait/test_kill.py::test_a_cancelled_run_loses_its_child",
    "E_STORAGE": "gait/test_child.py::test_a_video_that_cannot_be_fetched_is_told_apart_from_a_full_disk",
    "E_STORAGE_FULL": "gait/test_tasks.py::test_a_full_disk_is_waited_for",
    "E_INSTALLATION": "gait/test_installation.py::test_a_library_that_is_missing_ends_the_run_with_its_name",
    "E_WORKER_LOST": "gait/test_sweep.py::test_it_frees_the_run_of_a_dead_worker_and_gives_up_after_three",
}
"""A killed process, a device without room, a file that is gone, a lease that nobody renews."""

FROM_READINGS = {
    "E_VIEW_UNCLEAR": "analysis/test_recognise.py::test_a_view_that_is_not_certain_is_asked_for_and_then_believed",
    "E_NO_ANSWER": "analysis/test_judge.py::test_an_interval_that_could_mean_either_is_no_answer_but_a_clear_drop_is",
    "E_ZERO_UNKNOWN": "analysis/test_zero.py::"
    "test_tilted_standing_leaves_no_zero_to_clothes_nor_before_an_unknown_level",
    "E_CLICKS_BAD": "analysis/pelvis/test_clicks.py::test_clicks_off_the_person_are_refused",
    "W_TRUE_RATE": "analysis/test_revise.py::test_slow_motion_is_flagged_and_set_right_by_the_true_rate",
    "W_ROLL_ASSUMED": "analysis/test_withheld.py::test_a_level_that_nothing_shows_is_said_to_be_assumed",
    "W_SOURCES_DISAGREE": "analysis/pelvis/test_choose.py::test_waistband_and_reader_that_disagree_are_withheld",
    "W_LOW_DATA": "analysis/test_withheld.py::test_few_stances_are_said_to_be_few",
    "W_MIRRORED": "analysis/test_revise.py::test_the_other_view_or_a_mirror_exchanges_the_sides_exactly",
    "W_VIEW": "analysis/test_recognise.py::test_what_the_therapist_said_is_used_and_a_contradiction_noted",
    "W_VIEW_ASSUMED": "analysis/test_recognise.py::"
    "test_feet_that_contradict_the_shoulders_leave_the_view_to_be_confirmed",
    "W_BACKWARDS": "analysis/test_recognise.py::test_steps_that_go_backwards_for_the_view_that_was_said_are_noted",
    "W_SIDES_SWAPPED": "analysis/test_recognise.py::test_moments_in_which_the_sides_are_swapped_are_noted",
    "W_ACTIVITY": "analysis/test_recognise.py::test_what_the_therapist_said_is_used_and_a_contradiction_noted",
    "W_OBLIQUE": "analysis/test_askew.py::test_the_further_askew_the_wider_the_interval_and_then_no_answer",
    "W_PERSON_SMALL": "analysis/test_recognise.py::test_a_small_person_is_noted",
    "W_FEET_HIDDEN": "analysis/test_recognise.py::test_feet_that_leave_the_picture_now_and_then_are_noted",
    "W_DARK": "analysis/test_recognise.py::test_a_dark_picture_is_noted",
    "W_OUT_OF_SCOPE": "analysis/test_withheld.py::test_a_walking_aid_is_measured_but_not_compared_with_norms",
    "W_EDIT_ORDER": "analysis/test_event_edits.py::test_words_say_that_an_edit_breaks_the_turns",
    "W_STANDING_ELSEWHERE": "analysis/test_static_tests.py::test_the_reader_is_told_that_zero_comes_from_elsewhere",
    "W_STANDING_TILTED": "analysis/test_zero.py::test_standing_that_is_tilted_is_not_believed_and_its_tilt_is_kept",
    "W_ZERO_CLOTHES": "analysis/test_zero.py::test_clothes_do_not_say_which_side_falls_more_and_standing_does",
    "W_CLICKS_UNSTEADY": "analysis/pelvis/test_clicks.py::test_clicks_that_contradict_each_other_are_not_trusted",
    "W_CLICKS_FEW": "analysis/pelvis/test_clicks.py::test_one_click_that_only_the_picture_carries_is_not_enough",
    "W_MARKERS_LOST": "analysis/pelvis/test_choose.py::test_stickers_that_were_seen_and_lost_are_worth_a_word",
    "W_WAISTBAND_NOT_FOUND": "analysis/pelvis/test_waistband.py::test_it_finds_nothing_on_clothes_of_one_colour",
    "W_WAISTBAND_LOOSE": "analysis/pelvis/test_waistband.py::test_it_does_not_trust_a_waving_hem",
    "W_SURFACE_UNSURE": "analysis/pelvis/test_surface.py::test_it_does_not_trust_a_clip_without_a_body",
    "W_LANDMARKS_ONLY": "analysis/test_withheld.py::test_landmarks_alone_are_said_to_be_no_measurement",
    "S_CUT": "analysis/test_withheld.py::test_a_stance_in_which_the_person_is_not_seen_is_cut",
    "S_HIPS_HIDDEN": "analysis/test_measure.py::test_a_stance_with_a_hidden_pelvis_is_left_out",
    "S_UNSURE": "analysis/test_measure.py::test_unsure_frames_leave_a_stance_out",
    "S_LENGTH": "analysis/test_events.py::test_steps_that_slow_down_are_left_out_with_a_reason",
    "S_ORDER": "analysis/test_event_edits.py::test_left_and_right_must_still_take_turns",
    "S_TURNING": "analysis/test_turning.py::test_steps_in_which_the_body_turns_are_left_out",
    "S_UNSTEADY": "analysis/test_zero.py::"
    "test_the_first_steps_after_standing_are_left_out_when_there_are_enough_others",
    "S_OUTLIER": "analysis/test_measure.py::test_one_wild_stance_does_not_move_the_side",
    "S_EXCLUDED": "analysis/test_measure.py::test_a_therapist_can_leave_a_stance_out_and_take_it_back",
}
"""Drawn pictures, figures whose answer is known, or what a person said: no clip shows these alone, and on purpose."""

ROWS = [(code, node) for table in (FROM_A_FILE, FROM_A_DEATH, FROM_READINGS) for code, node in table.items()]


@cache
def sources(path: str) -> dict[str, str]:
    """Each test of a file with its decorators, as text."""
    text = (TESTS / path).read_text(encoding="utf-8")
    lines = text.splitlines()
    return {
        each.name: "\n".join(lines[min([each.lineno, *(d.lineno for d in each.decorator_list)]) - 1 : each.end_lineno])
        for each in ast.parse(text).body
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    }


def test_every_code_has_one_row() -> None:
    assert sorted(code for code, _ in ROWS) == sorted(CODES)


@pytest.mark.parametrize(("code", "node"), ROWS)
def test_the_test_of_each_row_speaks_of_its_code(code: str, node: str) -> None:
    path, name = node.split("::")
    assert re.search(rf"\b{code}\b", sources(path)[name])
