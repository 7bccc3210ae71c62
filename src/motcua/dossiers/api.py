"""The front door of the dossiers room."""

from motcua.dossiers.archive.archiving import hold_archived, take_from_archive
from motcua.dossiers.archive.destroying import (
    decide_destruction,
    get_destruction,
    list_destructions,
    list_due,
    print_destruction,
    propose_destruction,
)
from motcua.dossiers.archive.packing import pack_case_file
from motcua.dossiers.books.checking import check_paper
from motcua.dossiers.books.printing import ask_book_print, list_book_prints, open_book_print
from motcua.dossiers.books.reading import list_book
from motcua.dossiers.books.slips import get_control_slip, print_control_slip
from motcua.dossiers.counting.board import board_figures, figures_as_of, months_back, public_figures
from motcua.dossiers.counting.checking import FigureDifference, rebuild_figures, verify_figures
from motcua.dossiers.documents.trying import try_template
from motcua.dossiers.domain.flow_faults import flow_faults
from motcua.dossiers.dueness import Dueness, dueness
from motcua.dossiers.duplicates import Likely, list_duplicates, list_running
from motcua.dossiers.families import family_of
from motcua.dossiers.feed.keeping import FeedHealth, feed_health
from motcua.dossiers.feed.moving_house import settle_in as settle_feed
from motcua.dossiers.feed.reading import feed_lag, list_changes
from motcua.dossiers.feed.webhooks.managing import (
    add_webhook,
    end_webhook,
    get_webhook,
    list_webhooks,
    may_manage,
    pause_webhook,
    replay_dead,
    replay_from,
    resume_webhook,
    rotate_secret,
)
from motcua.dossiers.filters import NamedFilter, delete_filter, list_filters, save_filter
from motcua.dossiers.hands import Taker, list_takers
from motcua.dossiers.holding import holding_of
from motcua.dossiers.journeys import Judged, Planned
from motcua.dossiers.keeping import leap_feed
from motcua.dossiers.opinions import list_given_opinions
from motcua.dossiers.populating.building import populate
from motcua.dossiers.populating.offers import (
    NAME,
    NUMBER,
    PHONE,
    Applicant,
    Hand,
    Offer,
    PopulatedOtherwiseError,
    Population,
)
from motcua.dossiers.queries import (
    explain_due_date,
    find_journey,
    get_dossier,
    get_journey,
    list_cosigned,
    list_my_dossiers,
    list_my_journeys,
    names_of_mine,
    track_dossier,
    track_journey,
)
from motcua.dossiers.queues import export_queue, list_procedures, list_queue, list_sources, queue_codes
from motcua.dossiers.redistributing import Load, Move, list_loads, plan_moves
from motcua.dossiers.scenarios import due_when_received, play_scenario, scenario_outcome, unanswered
from motcua.dossiers.services.acts import (
    accept_dossier,
    answer_supplement,
    approve_dossier,
    pause_step,
    record_step,
    refuse_dossier,
    request_supplement,
    resolve_dossier,
    resume_step,
    return_result,
    send_back,
    withdraw_dossier,
)
from motcua.dossiers.services.assigning import assign_dossier, claim_dossier, release_dossier
from motcua.dossiers.services.batches import foresee, get_batch, start_batch, undo_batch, work_on
from motcua.dossiers.services.clock_acts import explain_lateness, extend_dossier
from motcua.dossiers.services.draws import announce_draw, get_draw, hold_draw, list_draws, waiting_draws
from motcua.dossiers.services.ending import reopen_dossier, stop_dossier
from motcua.dossiers.services.filing import judge_draft, submit_dossier, submit_draft
from motcua.dossiers.services.issuing import copy_document, open_document, open_paper
from motcua.dossiers.services.journeying import submit_journey
from motcua.dossiers.services.moving import apply_move, rehearse_move, revert_move, suggest_move
from motcua.dossiers.services.new_issues import (
    ask_correction,
    correct_result,
    corrections_of,
    drop_new_issue,
    propose_correction,
    propose_reissue,
    refuse_correction,
    reissue_result,
)
from motcua.dossiers.services.paying import confirm_payment, request_payment
from motcua.dossiers.services.receiving import receiving_of
from motcua.dossiers.services.ringing import ring_alarms
from motcua.dossiers.services.routing import forward_dossier, forward_targets, why_there
from motcua.dossiers.services.seats import free_days_at, list_appointments
from motcua.dossiers.services.submitting import Receipt
from motcua.dossiers.services.supplements import opened_questions, record_facts
from motcua.dossiers.sharing.giving import end_share, share_dossier
from motcua.dossiers.sharing.reading import list_shared_with_me, list_shares, open_shared_part, sight_of
from motcua.dossiers.times import expected_time
from motcua.dossiers.viewing import LOOKED_AT, TOLD_TO_APPLICANT
from motcua.dossiers.web.citizen.story import say_holding
from motcua.dossiers.web.citizen.words import expected_words, fee_words, limit_words, paper_words
from motcua.dossiers.web.flow.drawing import draw_flow
from motcua.dossiers.web.flow.exporting import export_flow
from motcua.dossiers.web.synced import timeline as synced_timeline

__all__ = [
    "LOOKED_AT",
    "NAME",
    "NUMBER",
    "PHONE",
    "TOLD_TO_APPLICANT",
    "Applicant",
    "Dueness",
    "FeedHealth",
    "FigureDifference",
    "Hand",
    "Judged",
    "Likely",
    "Load",
    "Move",
    "NamedFilter",
    "Offer",
    "Planned",
    "PopulatedOtherwiseError",
    "Population",
    "Receipt",
    "Taker",
    "accept_dossier",
    "add_webhook",
    "announce_draw",
    "answer_supplement",
    "apply_move",
    "approve_dossier",
    "ask_book_print",
    "ask_correction",
    "assign_dossier",
    "board_figures",
    "check_paper",
    "claim_dossier",
    "confirm_payment",
    "copy_document",
    "correct_result",
    "corrections_of",
    "decide_destruction",
    "delete_filter",
    "draw_flow",
    "drop_new_issue",
    "due_when_received",
    "dueness",
    "end_share",
    "end_webhook",
    "expected_time",
    "expected_words",
    "explain_due_date",
    "explain_lateness",
    "export_flow",
    "export_queue",
    "extend_dossier",
    "family_of",
    "fee_words",
    "feed_health",
    "feed_lag",
    "figures_as_of",
    "find_journey",
    "flow_faults",
    "foresee",
    "forward_dossier",
    "forward_targets",
    "free_days_at",
    "get_batch",
    "get_control_slip",
    "get_destruction",
    "get_dossier",
    "get_draw",
    "get_journey",
    "get_webhook",
    "hold_archived",
    "hold_draw",
    "holding_of",
    "judge_draft",
    "leap_feed",
    "limit_words",
    "list_appointments",
    "list_book",
    "list_book_prints",
    "list_changes",
    "list_cosigned",
    "list_destructions",
    "list_draws",
    "list_due",
    "list_duplicates",
    "list_filters",
    "list_given_opinions",
    "list_loads",
    "list_my_dossiers",
    "list_my_journeys",
    "list_procedures",
    "list_queue",
    "list_running",
    "list_shared_with_me",
    "list_shares",
    "list_sources",
    "list_takers",
    "list_webhooks",
    "may_manage",
    "months_back",
    "names_of_mine",
    "open_book_print",
    "open_document",
    "open_paper",
    "open_shared_part",
    "opened_questions",
    "pack_case_file",
    "paper_words",
    "pause_step",
    "pause_webhook",
    "plan_moves",
    "play_scenario",
    "populate",
    "print_control_slip",
    "print_destruction",
    "propose_correction",
    "propose_destruction",
    "propose_reissue",
    "public_figures",
    "queue_codes",
    "rebuild_figures",
    "receiving_of",
    "record_facts",
    "record_step",
    "refuse_correction",
    "refuse_dossier",
    "rehearse_move",
    "reissue_result",
    "release_dossier",
    "reopen_dossier",
    "replay_dead",
    "replay_from",
    "request_payment",
    "request_supplement",
    "resolve_dossier",
    "resume_step",
    "resume_webhook",
    "return_result",
    "revert_move",
    "ring_alarms",
    "rotate_secret",
    "save_filter",
    "say_holding",
    "scenario_outcome",
    "send_back",
    "settle_feed",
    "share_dossier",
    "sight_of",
    "start_batch",
    "stop_dossier",
    "submit_dossier",
    "submit_draft",
    "submit_journey",
    "suggest_move",
    "synced_timeline",
    "take_from_archive",
    "track_dossier",
    "track_journey",
    "try_template",
    "unanswered",
    "undo_batch",
    "verify_figures",
    "waiting_draws",
    "why_there",
    "withdraw_dossier",
    "work_on",
]
