// The card with words that the server made: the tools, and no second way to the same file.

import { offerTools } from "./card.js";

offerTools([...document.querySelectorAll("#words li")].map((line) => line.textContent));
document.getElementById("by-hand").hidden = true;
