// Wakes the govuk-frontend components on this page, and in whatever htmx brings later.
import { Accordion } from "govuk-frontend/dist/govuk/components/accordion/accordion.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { Tabs } from "govuk-frontend/dist/govuk/components/tabs/tabs.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";

// A radio button has no "expanded" state in ARIA; the question it reveals follows it and is read next.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState($input) {
    super.syncConditionalRevealWithInputState($input);
    $input.removeAttribute("aria-expanded");
  }
}

const components = [
  Accordion, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput,
  PlainRadios, ServiceNavigation, SkipLink, Tabs,
];

// An element that is already awake throws; that is expected when htmx swaps a part beside it.
const wake = (scope) => components.forEach((each) => createAll(each, undefined, { scope, onError: () => {} }));

// govuk-frontend asks for these classes before it starts; an inline script would break our CSP.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document);
document.addEventListener("htmx:afterSettle", (event) => wake(event.target.parentElement ?? document));
