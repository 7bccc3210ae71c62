"""The front door of the forms room: questions and answers, and the drafts in which they are kept."""

from motcua.forms.agreements import hash_of, parties_asked, signed_parties
from motcua.forms.compiling import compile_form
from motcua.forms.contexts import form_context, show_answers, units_on
from motcua.forms.domain.appointments import offered as offered_days
from motcua.forms.domain.engine import (
    asked_pages,
    clean_answers,
    first_open_page,
    validate_answers,
    validate_page,
)
from motcua.forms.domain.generating import generate_answers
from motcua.forms.domain.moving import Moving, moved_answers
from motcua.forms.domain.prefilling import origins, origins_from_json, origins_to_json
from motcua.forms.moving import MovedDrafts, count_drafts, move_drafts, return_drafts
from motcua.forms.papers import attach_paper, remove_paper
from motcua.forms.parties import (
    Invitation,
    agree,
    decline,
    draft_hash,
    invite_party,
    open_invitation,
    revoke_invitation,
)
from motcua.forms.queries import find_draft, get_draft, keeping_of, list_drafts, list_shared_drafts, open_paper
from motcua.forms.records import facts_from, read_record_again, record_of, see_record_changes
from motcua.forms.services import (
    delete_draft,
    delete_expired_drafts,
    save_answers,
    start_draft,
    take_draft,
    tell_expiring_drafts,
)
from motcua.forms.web.drawing import DrawnField, DrawnPage
from motcua.forms.web.groups import (
    DrawnGroup,
    DrawnItem,
    anchor_of,
    draw_group,
    draw_item,
    group_of,
    items_of,
)
from motcua.forms.web.pages import draw_page
from motcua.forms.web.posts import is_redrawing, read_item, read_post
from motcua.forms.web.sources import noted

__all__ = [
    "DrawnField",
    "DrawnGroup",
    "DrawnItem",
    "DrawnPage",
    "Invitation",
    "MovedDrafts",
    "Moving",
    "agree",
    "anchor_of",
    "asked_pages",
    "attach_paper",
    "clean_answers",
    "compile_form",
    "count_drafts",
    "decline",
    "delete_draft",
    "delete_expired_drafts",
    "draft_hash",
    "draw_group",
    "draw_item",
    "draw_page",
    "facts_from",
    "find_draft",
    "first_open_page",
    "form_context",
    "generate_answers",
    "get_draft",
    "group_of",
    "hash_of",
    "invite_party",
    "is_redrawing",
    "items_of",
    "keeping_of",
    "list_drafts",
    "list_shared_drafts",
    "move_drafts",
    "moved_answers",
    "noted",
    "offered_days",
    "open_invitation",
    "open_paper",
    "origins",
    "origins_from_json",
    "origins_to_json",
    "parties_asked",
    "read_item",
    "read_post",
    "read_record_again",
    "record_of",
    "remove_paper",
    "return_drafts",
    "revoke_invitation",
    "save_answers",
    "see_record_changes",
    "show_answers",
    "signed_parties",
    "start_draft",
    "take_draft",
    "tell_expiring_drafts",
    "units_on",
    "validate_answers",
    "validate_page",
]
