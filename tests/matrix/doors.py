"""What the matrix has to be told about addresses: what fills a parameter, whose that thing is, and which doors are open to all.

A new address whose parameters stand here is in the matrix by itself. One with a parameter of its own needs a line in FILLS."""

OFFICIALS = frozenset({"receiver", "specialist", "head"})
DESK = OFFICIALS | {"author"}  # anybody who holds a position at the agency
CITIZEN = frozenset({"citizen"})

# (how a route begins, the parameter) -> (what of a side's things fills it, who of that side it belongs to).
# A None for the owners says: no thing of a side, anybody may name it.
FILLS: dict[tuple[str, str], tuple[str, frozenset[str] | None]] = {
    ("desk/", "code"): ("code", DESK),
    ("desk/", "file_id"): ("paper", DESK),
    ("desk/", "document_id"): ("document", DESK),
    ("desk/", "kind"): ("=receipt", None),
    ("sign-in/eid/", "name"): ("=trial", None),
    ("desk/", "action"): ("=claim", None),
    ("desk/", "draw_id"): ("draw", None),
    ("desk/", "absence_id"): ("absence", OFFICIALS),
    ("desk/", "who"): ("colleague", frozenset({"head"})),
    ("desk/", "scope_id"): ("scope", frozenset({"head"})),
    ("desk/", "official_id"): ("colleague", frozenset({"head"})),
    ("desk/", "share_id"): ("share", DESK),
    ("desk/", "batch_id"): ("batch", OFFICIALS),
    ("desk/", "filter_id"): ("filter", OFFICIALS),
    ("desk/", "webhook_id"): ("webhook", frozenset({"head"})),
    ("desk/webhooks/", "action"): ("=pause", None),
    ("desk/", "destruction_id"): ("destruction", OFFICIALS),
    ("desk/", "print_id"): ("print", OFFICIALS),
    ("desk/looks/", "question_id"): ("question", frozenset({"head"})),
    ("desk/data/", "request_id"): ("data_request", frozenset({"head"})),
    ("my/looks/", "entry_id"): ("look", CITIZEN),
    ("my/messages/", "message_id"): ("message", CITIZEN),
    ("my/data/", "request_id"): ("data_request", CITIZEN),
    ("drafts/", "draft_id"): ("draft", CITIZEN),
    ("drafts/", "file_id"): ("draft_file", CITIZEN),
    ("drafts/", "paper_id"): ("=birth_notice", None),
    ("drafts/", "page_id"): ("=requester", None),
    ("drafts/", "number"): ("=1", None),
    ("invited/", "token"): ("invitation", CITIZEN),
    ("dossiers/", "code"): ("code", CITIZEN),
    ("dossiers/", "kind"): ("=receipt", None),
    ("dossiers/", "file_id"): ("paper", CITIZEN),
    ("journeys/", "code"): ("journey", CITIZEN),
    ("pay/", "bill_code"): ("bill", CITIZEN),
    ("pay/of/", "kind"): ("=dossiers", None),
    ("pay/of/", "reference_id"): ("owed_for", CITIZEN),
    ("authoring/", "edit_id"): ("edit", frozenset({"author"})),
    ("authoring/", "act"): ("=submit", None),
    ("authoring/", "name"): ("=procedure.yaml", None),
    ("authoring/edits/<uuid:edit_id>/sheets/", "name"): ("=texts", None),
    ("authoring/", "token"): ("=papers", None),
    ("authoring/", "key"): ("=birth_notice", None),
    ("authoring/", "page_id"): ("=requester", None),
    ("passkeys/", "passkey_id"): ("passkey", frozenset({"head"})),
    ("enrol/", "secret"): ("=a-link-that-nobody-gave", None),
    ("apply/", "code"): ("=1.001193", None),
    # Open to all; the code or the token is what one has to know, and no secret of the thing is shown for it.
    ("procedures/", "code"): ("=1.001193", None),
    ("t/", "code"): ("code", None),
    ("v/", "token"): ("token", None),
    ("draws/", "draw_id"): ("draw", None),
    ("schemas/", "name"): ("=procedure", None),
    ("ui/", "status"): ("=404", None),
    # Programs.
    ("api/v1/payments/", "bank"): ("=simulated", None),
    ("api/v1/procedures/", "code"): ("=1.001193", None),
    ("api/v1/dossiers/{code}", "code"): ("code", None),
    ("api/v1/dossiers/{code}/acts", "code"): ("code", DESK | CITIZEN),
    ("api/v1/journeys/", "code"): ("journey", None),
    ("api/v1/ledger/", "level"): ("=0", None),
    ("api/v1/ledger/", "number"): ("=000", None),
    ("api/v1/ledger/", "rest"): ("=0/000", None),
}

# Open to everybody, each with what makes that right.
PUBLIC = {
    "healthz": "says alive or not",
    "readyz": "says ready or not",
    "": "the home page",
    "procedures": "the catalogue is public by law",
    "procedures/live": "the same, while somebody types",
    "procedures/<str:code>": "the catalogue",
    "procedures/<str:code>/flow.bpmn": "how a procedure runs, as a drawing",
    "procedures/<str:code>/rules": "the rules of a procedure",
    "track": "whoever knows the code sees the state, nothing personal",
    "t/<str:code>": "the same, from the slip's QR code",
    "v/<str:token>": "whether a paper holds; whoever holds the paper has its token",
    "draws/<uuid:draw_id>": "a drawing of lots is public, it names codes only",
    "figures": "figures about government",
    "verify": "a page that checks what the reader has; nothing is sent to it",
    "forms/communes": "administrative units",
    "forms/old-units": "administrative units that were merged",
    "forms/old-parts": "administrative units that were merged",
    "sign-in": "where everybody begins",
    "sign-in/eid/<slug:name>": "where people begin",
    "sign-in/eid/<slug:name>/answer": "where an eID sends them back to",
    "sign-in/passkey": "where officials begin",
    "sign-in/passkey/options": "where officials begin",
    "enrol/<str:secret>": "whoever holds the link: given for minutes and one use; says whose account it is for",
    "enrol/<str:secret>/options": "the same: what the browser is asked to make",
    "sign-in/demo": "answers in a demo only",
    "sign-out": "ends a session, whosever it is",
    "session-expired": "says what happened",
    "schemas/procedure/v1/": "formats of packages",
    "schemas/procedure/v1/<slug:name>.json": "formats of packages",
    "ui/": "samples of the UI kit",
    "ui/desk/": "samples of the UI kit",
    "ui/search/": "samples of the UI kit",
    "ui/errors/<int:status>/": "samples of the UI kit",
    "api/docs": "the API's description",
    "docs/errors": "the list of refusals",
    "api/v1/openapi.json": "the API's description",
    "api/v1/figures": "figures about government",
    "api/v1/procedures": "the catalogue",
    "api/v1/procedures/suggest": "the catalogue",
    "api/v1/procedures/{code}": "the catalogue",
    "api/v1/procedures/{code}/form": "the catalogue",
    "api/v1/procedures/{code}/rules": "the catalogue",
    "api/v1/dossiers/{code}": "whoever knows the code sees the state, nothing personal",
    "api/v1/journeys/{code}": "whoever knows the code sees the state, nothing personal",
    "api/v1/payments/notices/<str:bank>": "a bank has no session: its signature is looked at, and a stranger is told nothing",
    "api/v1/usage/sealed": "how many looks are sealed, by agency and month; of nobody, for nothing",
    "api/v1/ledger/checkpoint": "the public log holds hashes only",
    "api/v1/ledger/key": "the public log's public key",
    "api/v1/ledger/tile/{level}/{number}": "the public log holds hashes only",
    "api/v1/ledger/tile/<path:rest>": "the public log holds hashes only",
}

# Pages that show things by what stands behind the question mark.
ASKED = (
    "agency={agency}&agency_id={agency}&code={code}&official={colleague}&colleague={colleague}&dossier={code}&whose=all"
)


def fill(route: str, parameter: str) -> tuple[str, frozenset[str] | None] | None:
    """What fills a parameter of this route: the line with the longest beginning."""
    fitting = [begin for begin, name in FILLS if name == parameter and route.startswith(begin)]
    return FILLS[max(fitting, key=len), parameter] if fitting else None


# Addresses under /api/v1/ that the document tells under another shape.
UNDESCRIBED = {
    "api/v1/openapi.json": "the document itself",
    "api/v1/payments/notices/<str:bank>": "for banks only, told in docs/how-to/take-payments.md",
    "api/v1/ledger/tile/<path:rest>": "told as /tile/{level}/{number}",
}

# What opens for nobody in the world of the matrix, and why: here the matrix proves refusals only.
CLOSED = {
    "sign-in/eid/<slug:name>": "no eID is named in this world",
    "sign-in/eid/<slug:name>/answer": "no eID is named in this world",
    "enrol/<str:secret>": "nobody gave a link in this world",
    "enrol/<str:secret>/options": "nobody gave a link in this world",
    "authoring/edits/<uuid:edit_id>/lists/<str:token>/items/<str:key>": "the new procedure of this world has no such item",
    "authoring/edits/<uuid:edit_id>/lists/fees/<str:key>/new-amount": "the new procedure of this world has no fee",
    "desk/books/prints/<uuid:print_id>.pdf": "it is not printed yet",
    "desk/shared/<uuid:share_id>/paper": "the dossier is shared, not one paper of it",
    "api/v1/usage/findUsage": "it has to be asked with the asker's own number",
    "my/looks/<uuid:entry_id>/proof": "no checkpoint covers it in this world",
    "drafts/<uuid:draft_id>/<str:page_id>/<int:number>": "the procedure has no list to fill in",
}
