import { Show, type JSX } from "solid-js";
import { address, type Place } from "../place";

/** The bar at the top: the way from all campaigns to where the page is. */
export function Breadcrumbs(props: { place: Place }): JSX.Element {
  const campaign = (): string | undefined => (props.place.page === "campaigns" ? undefined : props.place.campaign);
  const run = (): string | undefined => (props.place.page === "run" ? props.place.run : undefined);

  return (
    <header class="top">
      <a class="brand" href="#/">
        <img src="./mark.svg" alt="" width="18" height="18" />
        Suzaku
      </a>
      <nav aria-label="Where you are">
        <ol>
          <li>
            <a href="#/" aria-current={campaign() === undefined ? "page" : undefined}>
              Campaigns
            </a>
          </li>
          <Show when={campaign()}>
            {(name) => (
              <li>
                <a href={address({ page: "campaign", campaign: name() })} aria-current={run() === undefined ? "page" : undefined}>
                  {name()}
                </a>
              </li>
            )}
          </Show>
          <Show when={run()}>
            {(name) => (
              <li>
                <a href={address({ page: "run", campaign: campaign() ?? "", run: name() })} aria-current="page">
                  {name()}
                </a>
              </li>
            )}
          </Show>
        </ol>
      </nav>
    </header>
  );
}
