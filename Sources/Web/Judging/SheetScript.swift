extension Script {
    static let ofJudges = [sheet, signOut]

    /// A score sheet that is saved as it is typed, and that outlives a network that goes away: what is not with the server yet is
    /// kept on this machine, under the account, and sent when it can be. Marks are added up as whole millionths.
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
              const own = PREFIX + place.dataset.account + "/";
              for (const key of store.keys().filter((name) => name.startsWith(own))) {
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
            const drafts = document.getElementById("drafts");
            if (drafts) sendDrafts(drafts);

            """#)

    /// Signing out takes what score sheets left on this machine with it; who would lose something is asked.
    static let signOut = Script(
        name: "sign-out",
        text: #"""
            const form = document.querySelector('form[action="/sign-out"]');
            form?.addEventListener("submit", (event) => {
              let kept = [];
              try { kept = Object.keys(localStorage).filter((key) => key.startsWith("cnnt-sheet/")); } catch { return; }
              if (kept.length === 0) return;
              const entries = kept.map((key) => key.split("/").at(-1)).join(", ");
              if (confirm(`Có điểm gõ lúc mất mạng chưa gửi được (phiếu ${entries}). Đăng xuất thì mất. Vẫn đăng xuất?`)) {
                for (const key of kept) localStorage.removeItem(key);
              } else {
                event.preventDefault();
              }
            });

            """#)
}
