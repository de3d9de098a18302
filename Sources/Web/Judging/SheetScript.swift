extension Script {
    static let ofJudges = [sheet, signOut, forget]

    /// A score sheet that is saved as it is typed, and that outlives a network that goes away: what is not with the server yet is
    /// kept on this machine, under the account, and sent when it can be. Marks are added up as whole millionths. The judge's other
    /// sheets are kept too, to be opened meanwhile (`judgesWorker`).
    static let sheet = Script(
        name: "sheet",
        text: #"""
            const PREFIX = "cnnt-sheet/";
            const store = {
              get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
              set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
              remove(key) { try { localStorage.removeItem(key); } catch { /* then it was never kept */ } },
              keys() { try { return Object.keys(localStorage); } catch { return []; } },
            };

            // Sends the fields of a sheet. What is answered: { status, body }; status 0: nothing came back.
            const post = async (address, fields) => {
              try {
                const answer = await fetch(address, {
                  method: "POST", headers: { Accept: "application/json", "Accept-Language": "vi" }, body: new URLSearchParams(fields), redirect: "error",
                  signal: AbortSignal.timeout(20000) });
                return { status: answer.status, body: await answer.json().catch(() => ({})) };
              } catch {
                return { status: 0, body: {} };
              }
            };

            // MARK: Pages for when the network is away

            const PAGES = "cnnt-judging/";
            const account = document.querySelector("[data-account]")?.dataset.account
              ?? document.querySelector("[data-key]")?.dataset.key.split("/")[1];
            // where there is none, as without https, sheets cannot be opened without a network
            const worker = account ? navigator.serviceWorker : undefined;
            worker?.register("/judging/worker.js", { scope: "/judging" }).catch(() => { /* then nothing is kept */ });
            // Has pages of the judge's own kept on this machine; isNew: they are other than those that are kept.
            const keepPages = async (addresses, isNew) => {
              const { active } = (await worker?.ready) ?? {};
              active?.postMessage({ account, addresses, isNew });
            };
            const isKept = async (address) => {
              try { return Boolean(await caches.match(address, { ignoreVary: true })); } catch { return false; }
            };

            const make = (tag, properties, ...children) => {
              const element = Object.assign(document.createElement(tag), properties);
              element.append(...children);
              return element;
            };

            // MARK: Numbers

            const MILLION = 1000000n;
            // "8,5" or "8.5" in millionths; null: no number with at most six decimals.
            const parse = (text) => {
              const match = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text.replace(/\s/g, ""));
              return match ? BigInt(match[1]) * MILLION + BigInt((match[2] || "").padEnd(6, "0")) : null;
            };
            const shown = (value) => {
              const digits = (value % MILLION).toString().padStart(6, "0").replace(/0+$/, "");
              return (value / MILLION).toString() + (digits ? "," + digits : "");
            };

            // MARK: One sheet

            const openSheet = (form) => {
              const key = form.dataset.key;
              const revision = form.elements.revision;
              const status = form.querySelector(".saved");
              const badge = document.getElementById("state");
              const marks = [...form.querySelectorAll("input[data-number]")];
              const sums = [...form.querySelectorAll("output[data-under]")];
              // what is typed; the revision that it is typed over goes beside it
              const fields = () => [...new FormData(form)].filter(([name]) => name !== "revision");
              const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
              const loaded = fields();
              let sending = false, paused = false, waiting = 0, delay = 0;
              // where a click on a button leads to, once everything is saved
              let goal = null;

              const say = (...words) => status.replaceChildren(...words);
              const addUp = () => {
                for (const output of sums) {
                  const under = output.dataset.under;
                  let total = null;
                  for (const mark of marks) {
                    if (under !== "" && !mark.dataset.number.startsWith(under + ".")) continue;
                    const value = parse(mark.value);
                    if (value !== null) total = (total || 0n) + value;
                  }
                  output.textContent = total === null ? "–" : shown(total);
                }
              };
              const keep = (isConflict) =>
                store.set(key, { address: form.action, revision: revision.value, fields: fields(), isConflict });

              const later = (milliseconds) => {
                clearTimeout(waiting);
                waiting = setTimeout(send, milliseconds);
              };

              const unmark = () => {
                for (const told of form.querySelectorAll(".wrong.typed")) told.remove();
                for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
              };
              const mark = (errors) => {
                for (const error of errors) {
                  const field = form.elements[error.parameter];
                  if (!field) continue;
                  field.setAttribute("aria-invalid", "true");
                  field.before(make("span", { className: "wrong typed" }, error.detail.charAt(0).toUpperCase() + error.detail.slice(1) + "."));
                }
              };

              async function send() {
                if (sending || paused) return;
                const sent = fields();
                sending = true;
                say("Đang lưu…");
                const { status: code, body } = await post(form.action, [["revision", revision.value], ...sent]);
                sending = false;
                unmark();
                if (code === 200) {
                  delay = 0;
                  keepPages([location.href], true);
                  revision.value = body.revision;
                  badge.className = "badge " + body.tone;
                  badge.replaceChildren(body.state + " ", make("span", { lang: "en" }, body.stateEnglish));
                  if (same(sent, fields())) {
                    store.remove(key);
                    const next = document.querySelector(".turn a[rel=next]");
                    if (goal === "review") return location.assign(form.dataset.review);
                    if (goal === "next" && next) return location.assign(next.href);
                    goal = null;
                    const time = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
                    say(`Đã lưu lúc ${time}.` + (body.lacking ? ` Còn thiếu ${body.lacking} tiêu chí.` : " Phiếu đã đủ."));
                  } else {
                    keep(false);
                    later(300);
                  }
                  return;
                }
                const next = goal === "next" ? document.querySelector(".turn a[rel=next]") : null;
                goal = null;
                if (code === 409) {
                  paused = true;
                  keep(true);
                  say("Chưa lưu: " + (body.detail || "phiếu đã được ghi khác đi ở nơi khác") + ". Những gì bạn gõ vẫn còn ở đây. ",
                    make("button", { name: "then", value: "save", className: "quiet-button" }, "Xem chỗ khác nhau"));
                } else if (code === 422 || code === 400) {
                  mark(body.errors || []);
                  say("Chưa lưu: " + (body.detail || "có ô chưa đúng") + ".");
                } else if (code === 401) {
                  say("Phiên đăng nhập đã hết; những gì bạn gõ vẫn được giữ trên máy này. ",
                    make("a", { href: "/sign-in?next=" + encodeURIComponent(location.pathname), target: "_blank" }, "Đăng nhập lại ở thẻ khác"));
                  later(15000);
                } else if (code === 403 || code === 404) {
                  paused = true;
                  say("Chưa lưu: " + (body.detail || "phiếu này không còn mở cho bạn") + " Những gì bạn gõ vẫn được giữ trên máy này.");
                } else {
                  delay = Math.min(delay ? delay * 2 : 3000, 60000);
                  later(delay);
                  say(keep(false) ? "Chưa gửi được: những gì bạn gõ được giữ trên máy này và sẽ gửi khi có mạng lại."
                    : "Chưa gửi được, và trình duyệt này không giữ được bản gõ: đừng đóng trang này.");
                  if (next && store.get(key) && await isKept(next.href)) location.assign(next.href);
                }
              }

              form.addEventListener("input", () => {
                addUp();
                keep(paused);
                if (!paused) later(900);
              });
              form.addEventListener("keydown", (event) => {
                if (event.key === "Enter" && event.ctrlKey && !paused) {
                  event.preventDefault();
                  clearTimeout(waiting);
                  goal = "next";
                  send();
                  return;
                }
                const place = marks.indexOf(event.target);
                const way = event.key === "Enter" && !event.ctrlKey || event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
                if (place < 0 || way === 0 || event.isComposing) return;
                event.preventDefault();
                const next = marks[place + way];
                if (next) {
                  next.focus();
                  next.select();
                } else if (way > 0) {
                  form.elements.comment.focus();
                }
              });
              form.addEventListener("submit", (event) => {
                clearTimeout(waiting);
                // while two versions stand side by side, the server takes the form and shows what comes of it
                if (paused) return;
                event.preventDefault();
                goal = event.submitter?.value ?? "save";
                send();
              });
              // a network that is back, a tab that somebody returns to after signing in beside it
              const again = () => { if (store.get(key) && document.visibilityState === "visible") send(); };
              window.addEventListener("online", again);
              document.addEventListener("visibilitychange", again);
              window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

              const draft = store.get(key);
              if ("conflict" in form.dataset) {
                // the page shows both; nothing is sent before the judge has chosen
                paused = true;
                keep(true);
              } else if (draft && !("wrong" in form.dataset)) {
                if (same(draft.fields, loaded)) {
                  store.remove(key);
                } else {
                  for (const [name, value] of draft.fields) {
                    const field = form.elements[name];
                    if (!field) continue;
                    field.value = value;
                    if (value) field.closest("details")?.setAttribute("open", "");
                  }
                  revision.value = draft.revision;
                  if (draft.isConflict) {
                    paused = true;
                    say("Bản gõ dở trên máy này khác với phiếu đang lưu. ",
                      make("button", { name: "then", value: "save", className: "quiet-button" }, "Xem chỗ khác nhau"));
                    // so that the server compares once more, whatever it has now
                    revision.value = "";
                  } else {
                    say("Đã lấy lại những gì bạn gõ mà chưa gửi được.");
                    later(300);
                  }
                }
              }
              document.getElementById("keys").hidden = paused;
              addUp();
            };

            // MARK: What is left of earlier pages

            const sendDrafts = async (place) => {
              const own = PREFIX + account + "/";
              place.replaceChildren();
              place.removeAttribute("class");
              // what is typed on this page it sends itself
              for (const key of store.keys().filter((name) => name.startsWith(own) && name !== form?.dataset.key)) {
                const draft = store.get(key);
                if (!draft) continue;
                const entry = key.split("/").at(-1);
                const link = () => make("a", { href: draft.address }, "Mở phiếu " + entry);
                const note = make("p", {}, `Phiếu ${entry}: đang gửi những gì bạn gõ lúc mất mạng…`);
                place.className = "answer";
                place.append(note);
                const { status } = draft.isConflict ? { status: 409 }
                  : await post(draft.address, [["revision", draft.revision], ...draft.fields]);
                if (status === 200) {
                  store.remove(key);
                  note.replaceChildren(`Phiếu ${entry}: đã gửi những gì bạn gõ lúc mất mạng.`);
                } else {
                  note.replaceChildren(`Phiếu ${entry}: những gì bạn gõ trên máy này chưa gửi được. `, link());
                }
              }
            };

            // A sheet that was handed in elsewhere, while something else was typed here.
            const showLeftover = (place) => {
              const key = place.dataset.key;
              const draft = store.get(key);
              if (!draft) return;
              const typed = draft.fields.filter(([, value]) => value).map(([name, value]) => name.replace(/^mark-/, "") + ": " + value);
              place.className = "answer";
              place.append(make("p", {}, "Trên máy này còn những gì bạn gõ mà phiếu không nhận: " + typed.join("; ") + ". "),
                make("button", { type: "button", className: "quiet-button", onclick: () => { store.remove(key); place.remove(); } },
                  "Tôi đã xem, bỏ đi"));
            };
            const leftover = document.getElementById("leftover");
            if (leftover && !document.getElementById("conflict")) showLeftover(leftover);

            const discard = document.getElementById("discard");
            const form = document.querySelector("form[data-key]");
            if (form) openSheet(form);
            discard?.addEventListener("click", () => {
              const key = form?.dataset.key ?? document.querySelector("[data-key]")?.dataset.key;
              if (key) store.remove(key);
            });
            if (account) {
              const drafts = document.getElementById("drafts") ?? make("div", { id: "drafts", role: "status" });
              if (!drafts.isConnected) document.getElementById("content").prepend(drafts);
              sendDrafts(drafts);
              window.addEventListener("online", () => sendDrafts(drafts));
              const links = document.querySelectorAll(".sheets a, .turn a, .crumb a, .hits > li > a");
              const parts = document.querySelectorAll("link[rel=stylesheet], script[src]");
              keepPages([location.href, ...[...links].map((link) => link.href), ...[...parts].map((part) => part.href ?? part.src)], false);
            }

            """#)

    /// Signing out takes what one's own score sheets left on this machine with it; who would lose something is asked. What another judge
    /// typed here without a network is not theirs to lose: it stays until that judge comes back.
    static let signOut = Script(
        name: "sign-out",
        text: #"""
            const form = document.querySelector('form[action="/sign-out"]');
            form?.addEventListener("submit", async (event) => {
              event.preventDefault();
              let kept = [];
              try { kept = Object.keys(localStorage).filter((key) => key.startsWith(`cnnt-sheet/${form.dataset.account}/`)); } catch { /* nothing can be kept */ }
              const entries = kept.map((key) => key.split("/").at(-1)).join(", ");
              if (kept.length > 0
                && !confirm(`Có điểm gõ lúc mất mạng chưa gửi được (phiếu ${entries}). Đăng xuất thì mất. Vẫn đăng xuất?`)) return;
              for (const key of kept) localStorage.removeItem(key);
              await forget();
              form.submit();
            });

            """# + forgetting)

    /// Whoever is about to sign in finds nothing of who was there before, however that ended.
    static let forget = Script(name: "forget", text: forgetting + "\nforget();\n")

    private static let forgetting = #"""
        // Pages that a judge had on this machine.
        async function forget() {
          try {
            for (const name of await caches.keys()) if (name.startsWith("cnnt-judging/")) await caches.delete(name);
          } catch { /* there are none */ }
        }
        """#

    /// Shows a judge's own pages while the network is away, which their script asked to be kept. What it does not know it leaves to
    /// the network; it never shows a page in place of one that the service gives. All of one account, gone when it signs out or
    /// somebody signs in.
    ///
    /// Served at `/judging/worker.js`: a worker of `/assets/` would stand for other pages.
    static let judgesWorker = #"""
        const PREFIX = "cnnt-judging/";
        // a page that is older is asked for again
        const FRESH = 5 * 60 * 1000;

        self.addEventListener("install", () => self.skipWaiting());
        self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

        // What was done before is said once, and not again from here.
        const bare = (address) => {
          const url = new URL(address);
          url.hash = "";
          url.searchParams.delete("done");
          return url.href;
        };
        const isOwn = (url) => url.origin === location.origin
          && (url.pathname === "/judging" || url.pathname.startsWith("/judging/") || url.pathname.startsWith("/assets/"));

        const keep = async ({ account, addresses, isNew }) => {
          const own = PREFIX + account;
          for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== own) await caches.delete(name);
          const cache = await caches.open(own);
          for (const address of new Set(addresses.filter((text) => isOwn(new URL(text))).map(bare))) {
            const before = await cache.match(address, { ignoreVary: true });
            if (before && !isNew && Date.now() - Date.parse(before.headers.get("date")) < FRESH) continue;
            // a session that is over leads elsewhere, which is not kept
            const answer = await fetch(address, { headers: { Accept: "text/html, */*;q=0.5" }, redirect: "error", cache: "no-cache" });
            if (answer.ok) await cache.put(address, answer);
            else await cache.delete(address);
          }
        };
        self.addEventListener("message", (event) => event.waitUntil(keep(event.data).catch(() => { /* no network, no room */ })));

        const nothing = () => new Response(
          `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Không có mạng – CNNT</title></head><body><main><h1>Không có mạng</h1>
          <p>Trang này chưa được giữ trên máy. Điểm đã gõ vẫn còn; hãy mở lại khi có mạng.</p>
          <p lang="en">There is no network, and this page is not kept on this machine. What you typed is; open it again later.</p>
          <p><a href="/judging">Phiếu chấm của tôi <span lang="en">My score sheets</span></a></p></main></body></html>`,
          { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });

        self.addEventListener("fetch", (event) => {
          const { request } = event;
          if (request.method !== "GET" || !isOwn(new URL(request.url))) return;
          const isPage = request.mode === "navigate";
          if (!isPage && !new URL(request.url).pathname.startsWith("/assets/")) return;
          event.respondWith(fetch(request).catch(async () =>
            await caches.match(bare(request.url), { ignoreVary: true }) ?? (isPage ? nothing() : Response.error())));
        });

        """#
}
