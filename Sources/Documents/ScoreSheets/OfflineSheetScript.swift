/// What runs in the page: marks are kept as whole millionths, as the registry keeps them; nothing is ever sent anywhere.
enum OfflineSheetScript {
    static let text = #"""

        "use strict";
        (() => {
          const data = JSON.parse(document.getElementById("data").textContent);
          const main = document.getElementById("main");
          const draftKey = ["cnnt", data.round, data.stage || "", data.judge, data.rules_sha256.slice(0, 16)].join("/");

          // MARK: Numbers

          const MILLION = 1000000n;
          // "8,5" or "8.5" in millionths; null: no number with at most six decimals.
          const parse = (text) => {
            const match = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text.trim());
            return match ? BigInt(match[1]) * MILLION + BigInt((match[2] || "").padEnd(6, "0")) : null;
          };
          const plain = (value) => {
            const digits = (value % MILLION).toString().padStart(6, "0").replace(/0+$/, "");
            return (value / MILLION).toString() + (digits ? "." + digits : "");
          };
          const shown = (value) => plain(value).replace(".", ",");
          const step = data.step === null ? null : parse(data.step);

          // What is wrong with a mark as typed; "" if nothing is.
          const fault = (text, row) => {
            const value = parse(text);
            if (value === null) return "“" + text.trim().slice(0, 20) + "” không phải là số; viết như 8 hoặc 8,5.";
            if (value > parse(row.max)) return "Điểm phải từ 0 đến " + shown(parse(row.max)) + ".";
            if (step !== null && value % step !== 0n) return "Điểm phải là bội số của " + shown(step) + ".";
            return "";
          };

          // MARK: Draft

          const empty = () => ({ comment: "", marks: {} });
          const draft = {};
          for (const entry of data.entries) draft[entry.code] = empty();
          let keepsDraft = true;
          try {
            const kept = JSON.parse(localStorage.getItem(draftKey) || "{}");
            for (const code of Object.keys(draft)) {
              if (!Object.hasOwn(kept, code)) continue;
              draft[code].comment = String(kept[code].comment || "");
              for (const [leaf, mark] of Object.entries(kept[code].marks || {})) {
                draft[code].marks[leaf] = { score: String(mark.score || ""), absence: String(mark.absence || "") };
              }
            }
          } catch { keepsDraft = false; }
          const keep = () => {
            try { localStorage.setItem(draftKey, JSON.stringify(draft)); } catch { keepsDraft = false; }
          };

          const rowsOf = (entry) => data.groups[entry.group].rows;
          const leavesOf = (entry) => rowsOf(entry).filter((row) => row.leaf !== null);
          const markOf = (entry, leaf) => draft[entry.code].marks[leaf] || { score: "", absence: "" };
          // Why a leaf is not finished; "" if it is.
          const lack = (entry, row) => {
            const mark = markOf(entry, row.leaf);
            if (mark.absence) return "";
            return mark.score.trim() === "" ? "chưa có điểm" : fault(mark.score, row);
          };
          const missing = (entry) => leavesOf(entry).filter((row) => lack(entry, row) !== "");
          // The sum of the marks below a row; null: there are none.
          const sum = (entry, number) => {
            let total = null;
            for (const row of leavesOf(entry)) {
              const mark = markOf(entry, row.leaf);
              if (number !== "" && row.number !== number && !row.number.startsWith(number + ".")) continue;
              if (mark.absence || mark.score.trim() === "" || fault(mark.score, row)) continue;
              total = (total || 0n) + parse(mark.score);
            }
            return total;
          };

          // MARK: Page

          const make = (tag, properties, ...children) => {
            const element = document.createElement(tag);
            for (const [name, value] of Object.entries(properties || {})) {
              if (name === "class") element.className = value;
              else if (name in element && !name.startsWith("aria")) element[name] = value;
              else element.setAttribute(name, value);
            }
            element.append(...children);
            return element;
          };

          const views = data.entries.map((entry, index) => {
            const view = { entry, inputs: [], sums: [] };
            view.tab = make("button", { type: "button", onclick: () => show(index, true) });
            view.rows = make("div", { class: "rows" });
            rowsOf(entry).forEach((row, place) => view.rows.append(rowElement(view, row, index + "-" + place)));
            const total = make("span", { class: "sum" });
            view.sums.push(["", total]);
            view.rows.append(make("div", { class: "row heading total" }, make("span", { class: "name" }, "Tổng điểm"), total));
            view.comment = make("textarea", { id: "comment-" + index, maxLength: 2000, value: draft[entry.code].comment });
            view.comment.addEventListener("input", () => { draft[entry.code].comment = view.comment.value; keep(); });
            view.missing = make("p", { class: "missing", role: "status" });
            view.article = make("article", { class: "card sheet", "aria-label": "Phiếu " + entry.code },
              make("h2", {}, "Mã số bình chọn " + entry.code),
              ...(entry.name ? [make("p", {}, "Tên sản phẩm: ", make("strong", {}, entry.name))] : []),
              make("p", {}, "Nhóm sản phẩm: " + data.groups[entry.group].name),
              make("p", { class: "hint" }, "Mã phiếu ", make("code", {}, entry.sheet)),
              view.rows,
              make("label", { htmlFor: "comment-" + index }, "Nhận xét"), view.comment, view.missing,
              make("div", { class: "steps" },
                make("button", { type: "button", disabled: index === 0, onclick: () => show(index - 1, true) }, "← Phiếu trước"),
                make("button", { type: "button", class: "next", onclick: () => next(index) },
                  index + 1 < data.entries.length ? "Phiếu sau →" : "Đến phần ký →")),
              make("p", { class: "signature" }, "GIÁM KHẢO (ký, ghi rõ họ tên)"));
            return view;
          });

          function rowElement(view, row, id) {
            const entry = view.entry;
            const name = make("span", { class: "name", id: "name-" + id }, row.number + ". " + row.name);
            if (row.leaf === null) {
              const total = make("span", { class: "sum" });
              view.sums.push([row.number, total, row.max]);
              return make("div", { class: "row heading depth" + row.depth }, name, total);
            }
            name.append(make("span", { class: "hint" }, " (tối đa " + shown(parse(row.max)) + ")"));
            const error = make("p", { class: "error", id: "error-" + id, role: "alert" });
            const mark = markOf(entry, row.leaf);
            const score = make("input", {
              class: "score", type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 16, value: mark.score,
              "aria-labelledby": "name-" + id, "aria-describedby": "error-" + id });
            score.dataset.leaf = row.leaf;
            const absence = make("select", { "aria-label": "Lý do không chấm: " + row.name },
              make("option", { value: "" }, "có chấm"),
              ...data.absences.map(([key, words]) => make("option", { value: key }, "không chấm: " + words)));
            absence.value = mark.absence;
            const update = (isFinal) => {
              draft[entry.code].marks[row.leaf] = { score: score.value, absence: absence.value };
              score.disabled = absence.value !== "";
              const words = score.disabled || score.value.trim() === "" ? "" : fault(score.value, row);
              // while somebody types, only what no further digit can mend is told
              if (isFinal || words === "") {
                error.textContent = words;
                score.setAttribute("aria-invalid", String(words !== ""));
              }
              keep();
              refresh();
            };
            score.addEventListener("input", () => update(false));
            score.addEventListener("change", () => update(true));
            absence.addEventListener("change", () => update(true));
            score.addEventListener("keydown", (event) => {
              const way = event.key === "Enter" && !event.ctrlKey || event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
              if (way === 0 || event.isComposing) return;
              event.preventDefault();
              const open = view.inputs.filter((input) => !input.disabled || input === score);
              const other = open[open.indexOf(score) + way];
              if (other) { other.focus(); other.select(); } else if (way > 0) view.comment.focus();
            });
            view.inputs.push(score);
            view.updates = (view.updates || []).concat(() => update(true));
            return make("div", { class: "row depth" + row.depth }, name, absence, score, error);
          }

          let current = 0;
          function show(index, takesFocus) {
            current = Math.min(Math.max(index, 0), views.length - 1);
            views.forEach((view, place) => {
              view.article.hidden = place !== current;
              view.tab.setAttribute("aria-current", String(place === current));
            });
            if (takesFocus) {
              const view = views[current];
              const first = view.inputs.find((input) => !input.disabled && input.value === "") || view.inputs[0];
              if (first) first.focus();
              view.article.scrollIntoView({ block: "start" });
            }
          }
          function next(index) {
            if (index + 1 < views.length) show(index + 1, true); else code.focus();
          }
          document.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); next(current); }
          });

          const progress = make("p", { role: "status" });
          const state = make("div", {});
          function refresh() {
            let done = 0;
            for (const view of views) {
              const rows = missing(view.entry);
              if (rows.length === 0) done += 1;
              view.tab.className = rows.length === 0 ? "done" : "";
              view.tab.replaceChildren(view.entry.code,
                make("small", {}, rows.length === 0 ? "đủ" : "còn thiếu " + rows.length + "/" + leavesOf(view.entry).length));
              for (const [number, element, max] of view.sums) {
                const value = sum(view.entry, number);
                element.textContent = (value === null ? "–" : shown(value)) + (max ? " / " + shown(parse(max)) : "");
              }
              view.missing.className = rows.length === 0 ? "missing none" : "missing";
              view.missing.textContent = rows.length === 0 ? "Phiếu đã đủ."
                : "Còn thiếu " + rows.length + ": " + rows.map((row) => row.number + " (" + lack(view.entry, row).replace(/\.$/, "") + ")").join("; ") + ".";
            }
            progress.textContent = "Đã đủ " + done + "/" + views.length + " phiếu.";
            state.replaceChildren(...(keepsDraft ? [] : [make("p", { class: "warning" },
              "Trình duyệt này không giữ được bản nháp: đừng đóng trang trước khi ký.")]));
          }

          // MARK: Signing

          // RFC 8785 of what has only texts, lists and null.
          const canonical = (value) => {
            if (value === null || typeof value !== "object") return JSON.stringify(value);
            if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
            return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
          };
          const tidy = (text) => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
            .replace(/\r\n?/g, "\n").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ").trim().normalize("NFC");
          const filled = () => ({
            format: "cnnt-filled-sheets/1", round: data.round, stage: data.stage, judge: data.judge,
            rules_sha256: data.rules_sha256,
            sheets: data.entries.map((entry) => ({
              entry: entry.code, comment: tidy(draft[entry.code].comment),
              marks: leavesOf(entry).map((row) => {
                const mark = markOf(entry, row.leaf);
                return [row.leaf, mark.absence || plain(parse(mark.score))];
              }),
            })),
          });

          // Crockford's base 32 with a check character over GF(32); "" for what is no code.
          const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
          const personalCode = (typed) => {
            const text = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
            const values = [...text].map((letter) => ALPHABET.indexOf(letter));
            if (values.length !== 17 || values.includes(-1)) return "";
            const check = values.slice(0, 16).reduce((state, value) => {
              const shifted = (state ^ value) << 1;
              return shifted & 32 ? shifted ^ 0b100101 : shifted;
            }, 0);
            return check === values[16] ? text : "";
          };
          const hmac = async (key, bytes) => {
            const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
            return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes));
          };
          const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

          const canSign = window.isSecureContext && typeof crypto === "object" && !!crypto.subtle;
          const code = make("input", { class: "code", id: "code", type: "text", autocomplete: "off", spellcheck: false, maxLength: 40,
            "aria-describedby": "sign-error" });
          const signError = make("p", { class: "error", id: "sign-error", role: "alert" });
          const outcome = make("p", { role: "status", id: "outcome" });
          const signButton = make("button", { type: "submit", class: "primary", disabled: !canSign }, "Ký và tải tệp");
          const form = make("form", { class: "card sign" },
            make("h2", {}, "Ký và nộp"),
            make("p", {}, "Mã cá nhân được giao riêng cho giám khảo, không nằm trong tệp này. Ký xong, nộp tệp tải về cho Thư ký Hội đồng."),
            ...(canSign ? [] : [make("p", { class: "warning" },
              "Trình duyệt này không ký được (không có WebCrypto). Hãy mở tệp này bằng Chromium, Chrome, Edge hoặc Firefox bản mới; bản nháp không chuyển theo.")]),
            make("label", { htmlFor: "code" }, "Mã cá nhân"), code, signError,
            make("div", { class: "steps" }, signButton,
              make("button", { type: "button", onclick: () => print() }, "In các phiếu"),
              make("button", { type: "button", onclick: forget }, "Xóa bản nháp trên máy này")),
            outcome);

          form.addEventListener("submit", async (event) => {
            event.preventDefault();
            signError.textContent = outcome.textContent = "";
            code.setAttribute("aria-invalid", "false");
            const open = views.filter((view) => missing(view.entry).length > 0);
            if (open.length > 0) {
              signError.textContent = "Chưa ký được: còn thiếu điểm ở " + open.map((view) =>
                view.entry.code + " (" + missing(view.entry).length + ")").join(", ") + ".";
              show(views.indexOf(open[0]), false);
              return;
            }
            const text = personalCode(code.value);
            if (!text) {
              signError.textContent = "Mã cá nhân gõ sai: mã gồm 17 chữ và số, ví dụ 7K3M-9QXT-0V5C-H2J8P; hãy đối chiếu lại.";
              code.setAttribute("aria-invalid", "true");
              code.focus();
              return;
            }
            const utf8 = new TextEncoder();
            const document_ = filled();
            const key = await hmac(utf8.encode(text), utf8.encode("cnnt-sheet-key/1 " + data.round + " " + data.judge));
            const signature = hex(await hmac(key, utf8.encode(canonical(document_))));
            const file = canonical({ document: document_, hmac_sha256: signature }) + "\n";
            const link = make("a", { href: URL.createObjectURL(new Blob([file], { type: "application/json" })),
              download: "phieu-" + data.round + (data.stage ? "-" + data.stage : "") + "-" + data.judge + ".json" });
            document.body.append(link);
            link.click();
            link.remove();
            setTimeout(() => URL.revokeObjectURL(link.href), 60000);
            code.value = "";
            outcome.textContent = "Đã ký " + views.length + " phiếu và tải tệp " + link.download + " (chữ ký bắt đầu bằng "
              + signature.slice(0, 8) + "). Hãy nộp tệp này cho Thư ký Hội đồng.";
          });

          function forget() {
            if (!confirm("Xóa mọi điểm đã ghi trên máy này? Tệp đã tải về vẫn còn.")) return;
            try { localStorage.removeItem(draftKey); } catch { keepsDraft = false; }
            location.reload();
          }

          main.append(
            make("nav", { class: "card", "aria-label": "Các phiếu" }, progress,
              make("p", { class: "hint" }, "Enter: ô tiếp theo · Ctrl+Enter: phiếu tiếp theo · điểm ghi 8 hoặc 8,5"
                + (step === null ? "" : ", là bội số của " + shown(step)) + ". Trang tự giữ bản nháp trên máy này."),
              state, make("ul", {}, ...views.map((view) => make("li", {}, view.tab)))),
            ...views.map((view) => view.article), form);
          for (const view of views) for (const update of view.updates) update();
          show(0, false);
          refresh();
        })();

        """#
}
