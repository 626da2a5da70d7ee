/**
 * <ariane-chat>: the members' chat as one element, on any page.
 *
 * Attributes: `mode="page"` (fills the page; otherwise a launcher and a panel), `titre`, `couleur`
 * (#rrggbb), `sortie` (https address shown by « Quitter vite »). Everything lives in a shadow root.
 * It must never touch the host page, except when the member leaves fast.
 */
import { Banner } from "./banner.js";
import { Chat } from "./chat.js";
import { applyColour } from "./colour.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { quickExit } from "./exit.js";
import { keepInside } from "./focus.js";
import { KeptPlaces } from "./keptplaces.js";
import * as layout from "./layout.js";
import { authorOf } from "./message.js";
import { isFictive, nameplate, phoneOf } from "./mutuelle.js";
import { MyData } from "./mydata.js";
import { locate } from "./position.js";
import { Preferences } from "./preferences.js";
import { Session } from "./session.js";
import { Speech } from "./speech.js";
import { CARTES, ETATS, MESSAGE, TEXTES } from "./textes.js";
import { Thread } from "./thread.js";
import { bytesOf, cardLines, print, save, saveFile, transcriptOf } from "./transcript.js";
import { followKeyboard } from "./viewport.js";

const STYLES = new URL("widget.css", import.meta.url);

function socketUrl() {
  const url = new URL("../ws", import.meta.url);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export class ArianeChat extends HTMLElement {
  static observedAttributes = ["titre", "couleur"];
  #session = new Session();
  #chat = new Chat(socketUrl(), this.#session);
  #speech = new Speech();
  #unread = 0;
  #leaving = false;

  get #page() {
    return this.getAttribute("mode") === "page";
  }

  get #title() {
    return this.getAttribute("titre") || TEXTES.titre;
  }

  get #visible() {
    return !this.panel.hidden && document.visibilityState === "visible";
  }

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    addEventListener("beforeunload", this.#warn);
    document.addEventListener("visibilitychange", this.#read);
    if (this.#page || this.#session.credentials.conversation) this.#chat.open();
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#warn);
    document.removeEventListener("visibilitychange", this.#read);
    this.#chat.close();
  }

  attributeChangedCallback() {
    if (!this.shadowRoot) return;
    applyColour(this.root, this.getAttribute("couleur"));
    this.head.name.textContent = this.#title;
    layout.setUnread(this.launcher, this.#title, this.#unread);
  }

  #build() {
    const shadow = this.attachShadow({ mode: "open" });
    const page = this.#page;
    const levels = page ? { title: 1, inside: 2 } : { title: 2, inside: 3 };
    this.root = el("div", { class: `racine ${page ? "mode-page" : "mode-widget"}`, lang: "fr", hidden: true,
      role: page ? null : "region", "aria-label": page ? null : this.#title });
    this.announcer = layout.announcer();
    this.launcher = layout.launcher(() => this.open());
    this.#buildParts(levels);
    this.panel = el("div", { class: "panneau", hidden: !page, role: page ? null : "dialog",
      "aria-labelledby": page ? null : "titre" },
    el("div", { class: "haut" }, this.head.node, layout.emergencyLine()), this.preferences.panel,
    this.mydata.panel, this.banner.element, this.thread.element, this.composer.element);
    this.root.append(...(page ? [this.panel, layout.presentation()] : [this.launcher.button, this.panel]),
      this.announcer.node);
    this.root.addEventListener("keydown", (event) => this.#key(event));
    const reveal = () => { this.root.hidden = false; };
    shadow.append(el("link", { rel: "stylesheet", href: STYLES.href, onload: reveal, onerror: reveal }), this.root);
    this.attributeChangedCallback();
    followKeyboard(this.root);
    this.#listen();
  }

  #buildParts(levels) {
    const announce = this.announcer.announce;
    const say = (text) => this.#say(text);
    this.places = new KeptPlaces({ lines: cardLines, print: (text) => print(text, this.root) });
    const actions = {
      speech: this.#speech, dictation: () => this.composer.dictation, places: this.places,
      easy: (on) => this.#chat.preferEasy(on), privacy: (on) => this.#session.setPrivate(on),
      save: () => save(this.#transcript()), print: () => print(this.#transcript(), this.root),
      startAnew: () => this.#chat.startAnew(), myData: () => this.mydata.open(),
    };
    this.mydata = new MyData(levels.inside, { announce, inventory: () => this.#chat.inventory(),
      copy: (format) => this.#chat.export(format), erase: () => this.#chat.erase(),
      closed: () => this.preferences.button.focus() });
    this.preferences = new Preferences(this.root, actions);
    this.head = layout.header({ level: levels.title, title: this.#title, quit: () => this.#quit(),
      options: this.preferences.button, close: this.#page ? null : () => this.close() });
    this.welcome = layout.welcome(levels.inside, (text) => this.#press(() => this.#chat.sendText(text)));
    this.thread = new Thread(this.welcome.node, {
      level: levels.inside,
      demonstration: (appel) => isFictive(this.#chat.mutuelle, appel),
      press: (message, button) => this.#press(() => this.#chat.press(message, button)),
      keep: (card) => this.places.button(card), locate: () => this.#locate(),
      download: (message, place, format) => this.#chat.download(message, place, format),
    });
    this.banner = new Banner({ announce, retry: () => this.#chat.retry() });
    this.composer = new Composer({ announce, send: say, typing: () => this.#chat.typing(),
      askCounselor: () => this.#press(() => this.#chat.askCounselor()) });
  }

  open() {
    this.panel.hidden = false;
    this.launcher.button.setAttribute("aria-expanded", "true");
    this.#chat.open();
    if (this.#chat.conversation.messages.length) this.thread.toBottom();
    this.#read();
    // On a touch screen, focusing the field would raise the keyboard over the welcome.
    if (matchMedia("(pointer: coarse)").matches) this.head.name.focus();
    else this.composer.focus();
  }

  close() {
    this.panel.hidden = true;
    this.launcher.button.setAttribute("aria-expanded", "false");
    this.launcher.button.focus();
  }

  #listen() {
    const on = (name, handler) => this.#chat.addEventListener(name, (event) => handler(event.detail));
    on("message", (change) => this.#show(change));
    on("state", ({ previous }) => {
      this.banner.setState(this.#chat, previous);
      this.composer.setWithCounselor(this.#chat.state === "human");
    });
    on("typing", ({ author }) => this.thread.showTyping(author));
    on("connection", ({ ready }) => this.banner.setConnection(ready, phoneOf(this.#chat.mutuelle)));
    on("mutuelle", (mutuelle) => this.#presentMutuelle(mutuelle));
    on("welcome", ({ easy }) => {
      this.preferences.setEasy(easy);
      this.#read();
    });
    on("document", ({ nom, mime, base64 }) => saveFile(nom, mime, [bytesOf(base64)]));
    on("inventory", ({ text }) => this.mydata.show(text));
    on("refused", ({ text }) => (this.mydata.isOpen ? this.mydata.show(text, text) : this.thread.notice(text)));
    on("restarted", ({ refused, reason }) => {
      this.thread.clear();
      this.mydata.close();
      this.places.clear();
      this.banner.reset();
      this.welcome.choices.hidden = false;
      this.thread.notice(refused ? reason || ETATS.refusee : ETATS.nouvelle);
    });
  }

  #show(change) {
    const { message, isNew, live } = change;
    this.thread.show(this.#chat.conversation.messages, change);
    if (message.author === "membre" || message.buttons?.length) this.welcome.choices.hidden = true;
    if (message.author === "membre") {
      if (isNew) this.banner.messageSent(this.#chat.state);
    } else if (isNew && live) {
      this.#speech.say(message.text ?? "");
      if (this.panel.hidden) this.#missed(message);
      else this.#read();
    }
  }

  /** The panel is closed: the launcher says that someone answered. */
  #missed(message) {
    this.#unread += 1;
    layout.setUnread(this.launcher, this.#title, this.#unread);
    this.announcer.announce(MESSAGE.nouveau(authorOf(message)));
  }

  #read = () => {
    if (!this.#visible) return;
    this.#unread = 0;
    layout.setUnread(this.launcher, this.#title, 0);
    this.#chat.seen();
  };

  #say(text) {
    this.#chat.sendText(text);
  }

  async #locate() {
    this.announcer.announce(CARTES.positionAttente);
    const here = await locate();
    if (here) this.#press(() => this.#chat.sendPosition(here));
    else this.thread.notice(CARTES.positionRefus);
  }

  /** A pressed button goes grey: the focus must not fall back to the top of the page with it. */
  #press(send) {
    send();
    if (matchMedia("(pointer: coarse)").matches) this.thread.scroller.focus({ preventScroll: true });
    else this.composer.focus();
  }

  #presentMutuelle(mutuelle) {
    this.preferences.setMutuelle(mutuelle);
    if (mutuelle) this.head.about.replaceChildren(...nameplate(mutuelle));
  }

  #transcript() {
    return transcriptOf(this.#chat.conversation.messages, this.#title);
  }

  #quit() {
    this.#leaving = true;
    quickExit(() => {
      this.#session.forget();
      this.#chat.close();
    }, this.getAttribute("sortie"));
  }

  #warn = (event) => {
    if (this.#chat.unsent && !this.#leaving) event.preventDefault();
  };

  #key(event) {
    if (event.key === "Escape" && this.mydata.isOpen) this.mydata.close();
    else if (event.key === "Escape" && this.preferences.isOpen) this.preferences.toggle(false, true);
    else if (event.key === "Escape" && !this.#page && !this.panel.hidden) this.close();
    else if (event.key === "Tab" && !this.#page) keepInside(event, this.panel);
  }
}

if (!customElements.get("ariane-chat")) customElements.define("ariane-chat", ArianeChat);
