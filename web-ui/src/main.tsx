import { render } from "solid-js/web";
import { App } from "./App";
import "./styles/colours.css";
import "./styles/page.css";
import "./styles/tables.css";
import "./styles/timeline.css";

const root = document.getElementById("page");
if (root === null) throw new Error("index.html has no element with id=page");
render(() => <App />, root);
