import "@fontsource-variable/ibm-plex-sans/wght.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { tauriBackend } from "./lib/api/backend";
import { preferences } from "./lib/state/preferences.svelte";
import "./styles/tokens.css";
import "./styles/base.css";

preferences.apply();

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");

export default mount(App, { target, props: { backend: tauriBackend } });
