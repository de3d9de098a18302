import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Registry
import RuralIndustry
import Synchronization

/// `/desk/rounds/ID/progress`: judges by the state of their sheets, without a mark; and `…/events`, which tells of each change.
/// Its readers read the tally: the head judge is among them, who may not open the rest of the desk.
struct DeskProgressRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let progress = try await progress(try context.recordNumber(), as: person.viewer)
        let view = DeskProgressView(
            progress,
            table: site.pages.render(.deskProgressTable, DeskProgressTable(progress, at: site.clock())),
            mayOpenRound: person.viewer.may(.entryRead))
        return .page(
            site.pages.page(
                .deskProgress, view,
                in: PageFrame(
                    title: "Tiến độ chấm – \(progress.roundName) – CNNT", menuAt: "/desk", isWide: true,
                    viewer: person.viewer, scripts: [.progress])))
    }

    /// Server-sent events (WHATWG HTML, 9.2): the table at once and after each change. A stream lasts for a while; then the browser
    /// asks again by itself, and permission with it.
    func events(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let round = try context.recordNumber()
        _ = try await progress(round, as: person.viewer)
        let word: RoundWatch.Word
        do {
            word = try site.watch.watch(round, by: person.account.id)
        } catch {
            throw error == .isFull ? Problem.busy : Problem.tooManyStreams
        }
        let opened = ContinuousClock.now
        let (site, logger) = (site, context.logger)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
                // nginx would keep events until its buffer is full
                .accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                func send(_ text: String) async throws { try await writer.write(ByteBuffer(string: text)) }
                func table(for viewer: Viewer) async throws -> String {
                    let progress = try await progress(round, as: viewer)
                    let text = site.pages.render(
                        .deskProgressTable, DeskProgressTable(progress, at: site.clock()))
                    let lines = text.split(separator: "\n").map { "data: \($0)\n" }.joined()
                    return "event: progress\n\(lines)\n"
                }
                do {
                    try await send("retry: 3000\n\n" + (try await table(for: person.viewer)))
                    var viewer = person.viewer
                    for await signal in word {
                        if ContinuousClock.now - opened > Self.longest { break }
                        // with the roles that they hold now: who lost the one that lets them read this is told nothing more
                        guard let now = try await site.registry.viewer(of: person, at: site.clock()) else {
                            break
                        }
                        let hasChanged = now != viewer
                        viewer = now
                        switch signal {
                        case .beat where !hasChanged: try await send(": còn đây\n\n")
                        case .beat, .changed:
                            try await send(try await table(for: now))
                            // many sheets that come at once are one change
                            try await Task.sleep(for: Self.pause)
                        }
                    }
                } catch let error where !(error is CancellationError) {
                    // the browser is gone, or the database: it asks again, and is told then
                    logger.debug("a stream of events ended", metadata: ["error": "\(error)"])
                }
                try await writer.finish(nil)
            })
    }

    static let longest = Duration.seconds(600)
    private static let pause = Duration.milliseconds(300)

    private func progress(_ round: Int64, as viewer: Viewer) async throws -> JudgingProgress {
        do {
            return try await site.registry.judgingProgress(ofRound: round, as: viewer)
        } catch let refusal as Refusal where refusal.isOfNothingFound {
            throw Problem.noRoundHere
        }
    }
}

extension Problem {
    fileprivate static let tooManyStreams = Problem(
        .tooManyRequests, code: "too-many-streams",
        detail: Bilingual(
            vi: "Tài khoản này đang theo dõi ở quá nhiều cửa sổ. Hãy đóng bớt rồi tải lại trang.",
            en: "This account watches in too many windows. Close some and load the page again."),
        retryAfter: 30)
}

extension HTTPField.Name {
    fileprivate static let accelBuffering = HTTPField.Name(known: "X-Accel-Buffering")
}

struct DeskProgressView: Sendable {
    let name: String
    let state: Bilingual
    let events: String
    let above: [DeskPage.Link]
    /// HTML that is escaped already.
    let table: String

    init(_ progress: JudgingProgress, table: String, mayOpenRound: Bool) {
        self.init(
            name: progress.roundName, state: progress.state.name,
            events: "/desk/rounds/\(progress.round)/events",
            above: mayOpenRound
                ? [
                    .init("/desk", "Bàn làm việc", "Desk"), .init("/desk/rounds", "Kỳ bình chọn", "Rounds"),
                    .init("/desk/rounds/\(progress.round)", progress.roundName),
                ] : [], table: table)
    }

    init(name: String, state: Bilingual, events: String, above: [DeskPage.Link], table: String) {
        self.name = name
        self.state = state
        self.events = events
        self.above = above
        self.table = table
    }
}

/// The part of the page that changes.
struct DeskProgressTable: Sendable {
    struct Judge: Sendable {
        let code: String
        let name: String
        let role: Bilingual
        let submitted: String
        let draft: String
        let reopened: String
        let missing: String
        let isDone: Bool
        /// Of the bar.
        let done: String
        let expected: String
    }

    let at: String
    let submitted: String
    let expected: String
    let judges: [Judge]

    init(_ progress: JudgingProgress, at now: Instant) {
        self.init(
            at: String(now.vietnameseSecond.prefix(19)), submitted: String(progress.count(.submitted)),
            expected: String(progress.expected),
            judges: progress.judges.map { judge in
                func count(_ state: SheetState) -> String { String(judge.sheets[state] ?? 0) }
                return Judge(
                    code: judge.code, name: judge.name, role: judge.role.name, submitted: count(.submitted),
                    draft: count(.draft), reopened: count(.reopened), missing: count(.missing),
                    isDone: judge.sheets[.submitted] ?? 0 == judge.expected, done: count(.submitted),
                    expected: String(max(1, judge.expected)))
            })
    }

    init(at: String, submitted: String, expected: String, judges: [Judge]) {
        self.at = at
        self.submitted = submitted
        self.expected = expected
        self.judges = judges
    }
}

extension Script {
    /// Shows the table of progress as it changes, and says whether it does.
    static let progress = Script(
        name: "progress",
        text: """
            const table = document.getElementById('progress');
            const line = document.getElementById('live');
            if (table && line && 'EventSource' in window) {
              const say = (name) => { line.textContent = line.dataset[name]; };
              const source = new EventSource(table.dataset.events);
              source.addEventListener('progress', (event) => { table.innerHTML = event.data; say('live'); });
              source.addEventListener('error', () => { say(source.readyState === EventSource.CLOSED ? 'over' : 'lost'); });
              window.addEventListener('pagehide', () => source.close());
            }

            """)
}

extension Template {
    /// Shows a `DeskProgressView`.
    static let deskProgress = Template(
        name: "desk-progress",
        text: deskCrumbs + """

            <section class="card">
            <p class="kind">{{name}} · {{state.vi}} <span lang="en">{{state.en}}</span></p>
            <h1>Tiến độ chấm <span lang="en">Progress of judging</span></h1>
            <p id="live" role="status" data-live="Tự cập nhật khi có phiếu mới." data-lost="Mất kết nối, đang nối lại…" \
            data-over="Đã ngừng cập nhật; hãy tải lại trang.">Tải lại trang để xem tình hình mới nhất. <span lang="en">Load the page again for the latest.</span></p>
            <div id="progress" data-events="{{events}}">{{{table}}}</div>
            </section>
            """)

    /// Shows a `DeskProgressTable`.
    static let deskProgressTable = Template(
        name: "desk-progress-table",
        text: """
            <p class="lead"><strong>{{submitted}}</strong> trên {{expected}} phiếu đã nộp <span lang="en">of {{expected}} sheets handed in</span></p>
            <p class="act">{{at}}</p>
            <table class="records"><thead><tr><th scope="col">Giám khảo</th><th scope="col">Đã nộp</th><th scope="col">Đang ghi</th>\
            <th scope="col">Đã mở lại</th><th scope="col">Chưa có</th><th scope="col">Tiến độ</th></tr></thead>
            <tbody>{{#judges}}<tr>
            <td><span class="of">Giám khảo</span> <span><strong>{{code}}</strong> {{name}} <span class="act">{{role.vi}}</span></span></td>
            <td><span class="of">Đã nộp</span> <span>{{submitted}}</span></td>
            <td><span class="of">Đang ghi</span> <span>{{draft}}</span></td>
            <td><span class="of">Đã mở lại</span> <span>{{reopened}}</span></td>
            <td><span class="of">Chưa có</span> <span>{{missing}}</span></td>
            <td><span class="of">Tiến độ</span> <span><progress value="{{done}}" max="{{expected}}" aria-label="{{code}}">{{done}}/{{expected}}</progress>\
            {{#isDone}} <span class="badge done">xong <span lang="en">done</span></span>{{/isDone}}</span></td>
            </tr>{{/judges}}</tbody></table>
            """)
}
