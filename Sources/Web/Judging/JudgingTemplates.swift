extension Template {
    static let ofJudges = [judging, judgingRound, judgingSubmission, sheet, sheetReview, judgingBoard]

    private static let counts = """
        <p class="counts">{{#counts}}<span class="badge {{tone}}">{{number}} {{name.vi}} <span lang="en">{{name.en}}</span></span> {{/counts}}</p>
        """

    /// Shows a `JudgingListView`.
    static let judging = Template(
        name: "judging",
        text: """
            <div id="drafts" data-account="{{account}}" role="status"></div>
            <section class="card">
            <h1>Phiếu chấm của tôi <span lang="en">My score sheets</span></h1>
            {{^hasRounds}}<p>Chưa có kỳ bình chọn nào mà tài khoản này là giám khảo. Nếu bạn được mời chấm, hãy hỏi Thư ký Hội đồng xem tài \
            khoản đã được gắn với ghế giám khảo chưa. <span lang="en">There is no round in which this account is a judge.</span></p>{{/hasRounds}}
            {{#hasRounds}}<ul class="hits">{{#rounds}}<li><a href="{{address}}">{{name}}</a>
            <span class="act">{{organiser}} · {{heldOn}} · {{state.vi}} <span lang="en">{{state.en}}</span></span>
            \(counts)
            {{#nexts}}<p><a class="load" href="{{address}}">Chấm tiếp: phiếu {{entry}} <span lang="en">Next sheet</span></a></p>{{/nexts}}
            </li>{{/rounds}}</ul>{{/hasRounds}}
            </section>
            """)

    /// Shows a `JudgingRoundView`.
    static let judgingRound = Template(
        name: "judging-round",
        text: """
            {{#notices}}<section class="answer live" role="status"><p>{{vi}}</p><p lang="en">{{en}}</p></section>{{/notices}}
            <div id="drafts" data-account="{{account}}" role="status"></div>
            <section class="card">
            <p class="crumb"><a href="/judging">Phiếu chấm của tôi <span lang="en">My score sheets</span></a></p>
            <h1>{{name}}</h1>
            <p class="act">{{organiser}} · {{heldOn}} · {{state.vi}} <span lang="en">{{state.en}}</span> · giám khảo {{judge}}</p>
            {{#hints}}<p class="lead">{{vi}} <span lang="en">{{en}}</span></p>{{/hints}}
            {{#nexts}}<p><a class="load" href="{{address}}">Chấm tiếp: phiếu {{entry}} <span lang="en">Next sheet</span></a></p>{{/nexts}}
            {{#boards}}<p><a href="{{text}}">Bảng của Trưởng Ban Giám khảo <span lang="en">The head judge’s board</span></a></p>{{/boards}}
            </section>
            {{#stages}}{{#hasSheets}}<section class="card">
            <h2>{{#names}}{{text}}: {{/names}}Các phiếu <span lang="en">Sheets</span></h2>
            \(counts)
            <ul class="sheets">{{#sheets}}<li><a href="{{address}}">{{entry}}</a>
            <span>{{#names}}{{text}}<br>{{/names}}<span class="badge {{tone}}">{{state.vi}} <span lang="en">{{state.en}}</span></span>\
            {{#lacks}} <span class="act">còn thiếu {{text}} <span lang="en">to do</span></span>{{/lacks}}</span>
            <span class="sum">{{#totals}}{{text}}{{/totals}}</span></li>{{/sheets}}</ul>
            {{#isReady}}<p><a class="load" href="{{submission}}">Xem lại và nộp {{ready}} phiếu đã đủ <span lang="en">Check and submit what is \
            complete</span></a></p>{{/isReady}}
            </section>{{/hasSheets}}{{/stages}}
            """)

    /// Shows a `JudgingSubmissionView`.
    static let judgingSubmission = Template(
        name: "judging-submission",
        text: errorSummary + """

            <section class="card" id="submit">
            <p class="crumb"><a href="{{back}}">{{round}}</a></p>
            <h1>Kiểm tra rồi nộp <span lang="en">Check before you submit</span></h1>
            {{^hasReady}}<p>Chưa có phiếu nào đủ để nộp. <span lang="en">No sheet is complete yet.</span></p>{{/hasReady}}
            {{#hasReady}}<form method="post" action="{{action}}">
            <dl>{{#ready}}<div><dt>Phiếu {{entry}}<input type="hidden" name="entry" value="{{entry}}">\
            <input type="hidden" name="revision-{{entry}}" value="{{revision}}"></dt><dd>{{total}} điểm \
            <a href="{{address}}">Xem<span class="unseen"> phiếu {{entry}}</span> <span lang="en">Look</span></a></dd></div>{{/ready}}</dl>
            <p class="lead">Nộp rồi thì điểm được tính, và chỉ Trưởng Ban Giám khảo mở lại được. <span lang="en">Once submitted the marks count, \
            and only the head judge can reopen a sheet.</span></p>
            <p><button class="act-button">Nộp {{count}} phiếu <span lang="en">Submit</span></button></p>
            </form>{{/hasReady}}
            </section>
            {{#isLacking}}<section class="card">
            <h2>Chưa nộp được <span lang="en">Not complete</span></h2>
            <ul class="lacking">{{#lacking}}<li><a href="{{address}}">Phiếu {{entry}}</a> còn thiếu: <span lang="en">still lacks</span>
            <ul>{{#criteria}}<li><a href="{{address}}">{{name}}</a></li>{{/criteria}}</ul></li>{{/lacking}}</ul>
            </section>{{/isLacking}}
            """)

    private static let papers = """
        {{#hasPapers}}<details class="papers" open><summary>Hồ sơ cho giám khảo xem <span lang="en">What judges may see of the dossier</span></summary>
        <ul>{{#papers}}<li><a href="{{address}}" target="_blank">{{#isPicture}}<img src="{{address}}" alt="{{number}}. {{name.vi}}" loading="lazy">\
        {{/isPicture}}{{^isPicture}}{{number}}. {{name.vi}} <span class="act">PDF, {{size}} KB</span>{{/isPicture}}<span class="unseen"> (mở thẻ mới)\
        </span></a></li>{{/papers}}</ul></details>{{/hasPapers}}
        """

    private static let differences = """
        <ul>{{#differences}}<li><strong>{{name}}</strong>: đang lưu <span lang="en">kept</span> “{{kept}}”, bạn gõ <span lang="en">you typed</span> \
        “{{typed}}”</li>{{/differences}}</ul>
        """

    private static let steps = """
        <nav class="turn" aria-label="Phiếu trước và sau – Sheets before and after">
        {{#previous}}<a href="{{address}}" rel="prev">← {{entry}} <span lang="en">Previous</span></a>{{/previous}}
        {{#next}}<a class="after" href="{{address}}" rel="next">{{entry}} → <span lang="en">Next</span></a>{{/next}}</nav>
        """

    private static let markedRows = """
        {{#rows}}{{#isHeading}}<div class="heading depth{{depth}}"><h2>{{number}}. {{name}}</h2>\
        <p><output class="sum" data-under="{{number}}">{{sum}}</output> / {{maximum}}</p></div>{{/isHeading}}
        {{#isLeaf}}<div class="mark depth{{depth}}"><p class="field"><label for="{{field}}">{{number}}. {{name}}</label>
        <span class="hint" id="{{field}}-hint">{{hint.vi}} <span lang="en">{{hint.en}}</span></span>
        {{#isWrong}}<span class="wrong" id="{{field}}-error">{{#errors}}<span>{{text.vi}} <span lang="en">{{text.en}}</span></span>{{/errors}}</span>{{/isWrong}}
        <input id="{{field}}" name="{{field}}" value="{{typed}}" type="text" inputmode="decimal" autocomplete="off" enterkeyhint="next" \
        maxlength="16" data-number="{{number}}" aria-describedby="{{describedBy}}"{{#isWrong}} aria-invalid="true"{{/isWrong}}></p>
        <details{{#isNoted}} open{{/isNoted}}><summary>Nhận xét hoặc lý do không chấm<span class="unseen"> tiêu chí {{number}}</span> \
        <span lang="en">Remark, or why no mark</span></summary>
        <p class="field"><label for="{{remarkField}}">Nhận xét về tiêu chí {{number}} <span lang="en">Remark</span></label>
        <input id="{{remarkField}}" name="{{remarkField}}" value="{{remark}}" type="text" autocomplete="off" enterkeyhint="next"></p>
        <p class="field"><label for="{{absenceField}}">Không chấm tiêu chí {{number}} vì <span lang="en">No mark because</span></label>
        <select id="{{absenceField}}" name="{{absenceField}}"><option value="">– có chấm –</option>{{#absences}}<option value="{{value}}"\
        {{#isChosen}} selected{{/isChosen}}>{{name.vi}}</option>{{/absences}}</select></p></details></div>{{/isLeaf}}{{/rows}}
        """

    private static let readRows = """
        <dl class="check">{{#rows}}{{#isHeading}}<div class="depth{{depth}}"><dt><strong>{{number}}. {{name}}</strong></dt><dd>{{sum}} / {{maximum}}</dd></div>{{/isHeading}}\
        {{#isLeaf}}<div class="depth{{depth}}"><dt>{{number}}. {{name}}</dt><dd>{{content}} <span class="act">/ {{maximum}}</span>\
        {{#remarks}}<br><span class="act">{{text}}</span>{{/remarks}}</dd></div>{{/isLeaf}}{{/rows}}
        <div><dt>Tổng điểm <span lang="en">Total</span></dt><dd>{{total}} / {{maximum}}</dd></div>
        {{#comments}}<div><dt>Nhận xét chung <span lang="en">Comment</span></dt><dd class="lines">{{text}}</dd></div>{{/comments}}</dl>
        """

    private static let history = """
        {{#hasHistory}}<section class="card"><h2>Đã nộp và mở lại <span lang="en">History</span></h2>
        <ul class="hits">{{#history}}<li><strong>{{name.vi}}</strong> <span lang="en">{{name.en}}</span>{{#totals}} · {{text}} điểm{{/totals}}
        <span class="act">{{day}} · {{actor}}</span>{{#reasons}}<span>Lý do: {{text}}</span>{{/reasons}}</li>{{/history}}</ul></section>{{/hasHistory}}
        """

    /// Shows a `SheetView`.
    static let sheet = Template(
        name: "sheet",
        text: """
            {{#isSaved}}<section class="answer live" role="status"><p>Đã lưu. <span lang="en">Saved.</span></p></section>{{/isSaved}}

            """ + errorSummary + """

                {{#isConflict}}<section class="answer revoked" role="alert" id="conflict">
                {{#isOpen}}<p><strong>Chưa lưu: phiếu đã được ghi khác đi ở nơi khác.</strong> <span lang="en">Not saved: the sheet was written on \
                elsewhere.</span></p>
                <p>Các ô dưới đây giữ những gì bạn vừa gõ. Chỗ khác với phiếu đang lưu: <span lang="en">The fields keep what you typed. What \
                differs:</span></p>{{/isOpen}}
                {{#isRead}}<p><strong>Những gì bạn gõ chưa được ghi vào phiếu.</strong> <span lang="en">What you typed is not on the sheet:</span></p>{{/isRead}}
                \(differences)
                {{#isOpen}}<p>Bấm Lưu để thay bằng bản bạn gõ, hoặc <a id="discard" href="{{address}}">bỏ bản vừa gõ, giữ bản đang lưu</a>. \
                <span lang="en">Save to replace it, or keep what is saved.</span></p>{{/isOpen}}
                {{#isRead}}<p><a id="discard" href="{{address}}">Tôi đã xem, bỏ bản vừa gõ <span lang="en">Drop what I typed</span></a></p>{{/isRead}}
                </section>{{/isConflict}}
                <section class="card" id="sheet">
                {{#isRead}}<div id="leftover" data-key="{{key}}" role="status"></div>{{/isRead}}
                <p class="crumb"><a href="{{back}}">{{round}}{{#stages}} – {{text}}{{/stages}}</a></p>
                <h1>Phiếu {{entry}} <span lang="en">Score sheet</span></h1>
                <p>{{#names}}<strong>{{text}}</strong> · {{/names}}giám khảo {{judge}} <span id="state" class="badge {{tone}}">{{state.vi}} \
                <span lang="en">{{state.en}}</span></span></p>
                \(papers)
                {{#isOpen}}<form method="post" action="{{address}}" class="form marks" novalidate data-key="{{key}}" data-review="{{review}}"\
                {{#hasErrors}} data-wrong{{/hasErrors}}{{#isConflict}} data-conflict{{/isConflict}}>
                <input type="hidden" name="revision" value="{{revision}}">
                <p class="hint" id="keys" hidden>Enter: ô tiếp theo · Ctrl+Enter: lưu và sang phiếu sau · tự lưu khi gõ. <span lang="en">Enter: \
                next field, Ctrl+Enter: save and next sheet, saved as you type.</span></p>
                \(markedRows)
                <p class="field"><label for="comment">Nhận xét chung (không bắt buộc) <span lang="en">General comment (optional)</span></label>
                <textarea id="comment" name="comment" rows="3">
                {{comment}}</textarea></p>
                <div class="bar"><p class="whole">Tổng <span lang="en">Total</span> <output class="sum" data-under="">{{total}}</output> / {{maximum}}</p>
                <p class="saved" role="status"></p>
                <div class="acts"><button class="act-button" name="then" value="save">Lưu <span lang="en">Save</span></button>
                {{^isConflict}}<button class="quiet-button" name="then" value="review">Xem lại và nộp <span lang="en">Check and submit</span></button>{{/isConflict}}</div></div>
                </form>{{/isOpen}}
                {{#isRead}}\(readRows){{/isRead}}
                \(steps)
                </section>
                \(history)
                """)

    /// Shows a `SheetReviewView`.
    static let sheetReview = Template(
        name: "sheet-review",
        text: errorSummary + """

            {{#isLacking}}<section class="errors">
            <h2>Chưa nộp được, còn thiếu: <span lang="en">Not complete yet</span></h2>
            <ul>{{#lacking}}<li><a href="{{address}}">{{name}}</a></li>{{/lacking}}</ul></section>{{/isLacking}}
            <section class="card" id="submit">
            <p class="crumb"><a href="{{sheet}}">Quay lại phiếu {{entry}} <span lang="en">Back to the sheet</span></a></p>
            <h1>Kiểm tra rồi nộp phiếu {{entry}} <span lang="en">Check before you submit</span></h1>
            <p>{{#names}}<strong>{{text}}</strong> · {{/names}}{{round}}</p>
            <dl class="check">{{#rows}}<div><dt>{{name}}</dt><dd>{{content}}{{#isMissing}}chưa có{{/isMissing}} \
            <a href="{{address}}">Sửa<span class="unseen"> {{name}}</span> <span lang="en">Change</span></a>\
            {{#remarks}}<br><span class="act">{{text}}</span>{{/remarks}}</dd></div>{{/rows}}
            <div><dt>Tổng điểm <span lang="en">Total</span></dt><dd>{{total}} / {{maximum}}</dd></div>
            {{#comments}}<div><dt>Nhận xét chung <span lang="en">Comment</span></dt><dd class="lines">{{text}}</dd></div>{{/comments}}</dl>
            {{#isReady}}<form method="post" action="{{action}}" class="form"><input type="hidden" name="revision" value="{{revision}}">
            <p>Nộp rồi thì điểm được tính, và chỉ Trưởng Ban Giám khảo mở lại được. <span lang="en">Once submitted the marks count, and only the \
            head judge can reopen the sheet.</span></p>
            <p><button class="act-button">Nộp phiếu <span lang="en">Submit the sheet</span></button></p></form>{{/isReady}}
            </section>
            """)
}
