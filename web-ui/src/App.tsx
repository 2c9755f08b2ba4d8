import { createEffect, Match, Switch, type JSX } from "solid-js";
import { CampaignPage } from "./pages/CampaignPage";
import { CampaignsPage } from "./pages/CampaignsPage";
import { RunPage } from "./pages/RunPage";
import { Breadcrumbs } from "./parts/Breadcrumbs";
import { createPlace, type Place } from "./place";

export function App(): JSX.Element {
  const place = createPlace();
  // A move along the same run's time line changes the address too; pages are rebuilt only for another subject.
  const subject = (): string => subjectOf(place());
  createEffect(() => void (document.title = subject() === "" ? "Suzaku" : `${subject()} · Suzaku`));

  return (
    <>
      <Breadcrumbs place={place()} />
      <main id="content">
        <Switch>
          <Match when={place().page === "campaigns"}>
            <CampaignsPage />
          </Match>
          <Match when={place().page === "campaign" && subject()} keyed>
            {(_) => <CampaignPage campaign={(place() as { campaign: string }).campaign} />}
          </Match>
          <Match when={place().page === "run" && subject()} keyed>
            {(_) => <RunPage place={place() as Place & { page: "run" }} />}
          </Match>
        </Switch>
      </main>
    </>
  );
}

function subjectOf(place: Place): string {
  if (place.page === "campaigns") return "";
  return place.page === "campaign" ? place.campaign : `${place.campaign} / ${place.run}`;
}
