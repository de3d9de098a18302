import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Provinces, those that ended too.
    func addProvinces(to router: Router<SiteContext>) {
        router.read("/provinces/{code}", ProvinceRoutes(site: self).page)
    }
}

/// `/provinces/CODE`: what a province came from, and what was recognised, made and held there.
struct ProvinceRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let text = try context.parameters.require("code")
        let code: UnitCode
        do throws(Violation) { code = try UnitCode(text) } catch { throw Problem.unknownProvince }
        let before = request.uri.queryParameters["before"].flatMap { Int64($0) }
        let page = request.uri.queryParameters["makers"].flatMap { Int($0) } ?? 1
        // whoever asks for another goes by no link of ours
        guard (1...1000).contains(page) else { throw Problem.noSuchPage }
        guard
            let province = try await site.registry.publicProvince(
                code, on: site.today, awardsBefore: before, limit: Self.pageSize, makersPage: page,
                as: .anybody)
        else { throw Problem.unknownProvince }
        let statistics = try await site.registry.publicStatistics(on: site.today, as: .anybody)
        let view = ProvinceView(
            province, statistics.figures.matching(.init(province: code.text)), on: site.today,
            isFull: province.awards.count == Self.pageSize, makersPage: page)
        return .public(
            site.pages.page(
                .province, view, in: PageFrame(title: "\(view.name) – CNNT", menuAt: "/statistics")))
    }

    private static let pageSize = 50
}

extension Problem {
    fileprivate static let unknownProvince = Problem(
        .notFound, code: "unknown-province",
        detail: Bilingual(
            vi: "Không có tỉnh, thành phố nào mang mã này. Bản đồ các tỉnh ở trang /statistics.",
            en: "No province has this code. A map of all is at /statistics."))
}

struct ProvinceView: Sendable {
    struct Link: Sendable {
        let address: String
        let name: String
        let detail: String
    }

    /// What became what, on one day.
    struct Step: Sendable {
        let day: String
        let basis: String
        /// The one that became another, by its page; as `detail` what it became.
        let changes: [Link]
    }

    let name: String
    let code: String
    let hasEnded: Bool
    let successors: [Link]
    let hasRegion: Bool
    let region: String
    let regionIsProvisional: Bool
    let isCounted: Bool
    let total: String
    let hasSteps: Bool
    let steps: [Step]
    let hasAwards: Bool
    let awards: [AwardItem]
    let hasMore: Bool
    let more: String
    let hasEstablishments: Bool
    let establishmentCount: String
    let establishments: [Link]
    /// The pages of that list before and after.
    let makersBefore: [Link]
    let makersAfter: [Link]
    let hasRounds: Bool
    let rounds: [Link]
    let hasFairs: Bool
    let fairs: [Link]
}

extension ProvinceView {
    init(_ province: PublicProvince, _ figures: AwardFigures, on day: Day, isFull: Bool, makersPage: Int) {
        let code = province.unit.record.code.text
        let days = Dictionary(grouping: province.steps) { $0.effectiveDate }.sorted { $0.key < $1.key }
        self.init(
            name: province.unit.fullName, code: code, hasEnded: province.hasEnded,
            successors: province.hasEnded
                ? province.today.map {
                    Link(address: "/provinces/\($0.record.code.text)", name: $0.fullName, detail: "")
                } : [],
            hasRegion: province.region != nil, region: province.region ?? "",
            regionIsProvisional: province.regionIsProvisional, isCounted: !province.hasEnded,
            total: figures.total.grouped, hasSteps: !days.isEmpty,
            steps: days.map { day, steps in
                Step(
                    day: day.vietnamese,
                    basis: Set(steps.compactMap(\.legalBasis)).sorted().joined(separator: ", "),
                    changes: steps.map {
                        Link(address: "/provinces/\($0.from)", name: $0.fromName, detail: $0.toName)
                    })
            },
            hasAwards: !province.awards.isEmpty,
            awards: province.awards.map { AwardItem($0, showsProduct: true, on: day) }, hasMore: isFull,
            more: isFull ? province.awards.last.map { "/provinces/\(code)?before=\($0.id)" } ?? "" : "",
            hasEstablishments: !province.establishments.isEmpty,
            establishmentCount: province.establishmentCount.grouped,
            establishments: province.establishments.map {
                Link(address: "/establishments/\($0.id)", name: $0.name, detail: $0.awards.grouped)
            },
            makersBefore: makersPage > 1 ? [Self.makers(of: code, page: makersPage - 1)] : [],
            makersAfter: makersPage * PublicProvince.makersOnPage < province.establishmentCount
                ? [Self.makers(of: code, page: makersPage + 1)] : [],
            hasRounds: !province.rounds.isEmpty,
            rounds: province.rounds.map {
                Link(
                    address: "/rounds/\($0.id)", name: $0.name,
                    detail: "\($0.organiser) · \($0.heldOn.vietnamese)")
            },
            hasFairs: !province.fairs.isEmpty,
            fairs: province.fairs.map {
                Link(
                    address: "/fairs/\($0.id)", name: $0.name,
                    detail: "\($0.days.first.vietnamese) – \($0.days.last.vietnamese)")
            })
    }
}

extension ProvinceView {
    private static func makers(of code: String, page: Int) -> Link {
        Link(
            address: "/provinces/\(code)" + (page > 1 ? "?makers=\(page)" : "") + "#makers",
            name: String(page), detail: "")
    }
}

extension Template {
    static let ofProvinces = [province]

    /// Shows a `ProvinceView`.
    static let province = Template(
        name: "province",
        text: """
            <section class="card">
            <p class="kind">Tỉnh, thành phố <span lang="en">Province</span></p>
            <h1>{{name}}</h1>
            {{#hasEnded}}<p><strong>Không còn nữa; nay là:</strong> <span lang="en">It has ended; it is now part of:</span></p>
            <ul class="hits">{{#successors}}<li><a href="{{address}}">{{name}}</a></li>{{/successors}}</ul>{{/hasEnded}}
            <dl>
            <div><dt>Mã <span lang="en">Code</span></dt><dd>{{code}}</dd></div>
            {{#hasRegion}}<div><dt>Khu vực <span lang="en">Region</span></dt><dd>{{region}}{{#regionIsProvisional}} \
            <span class="act">(tạm tính, chưa có danh sách chính thức) <span lang="en">provisional</span></span>{{/regionIsProvisional}}</dd></div>{{/hasRegion}}
            {{#isCounted}}<div><dt>Lần công nhận <span lang="en">Awards</span></dt><dd><a href="/statistics?province={{code}}">{{total}}</a></dd></div>{{/isCounted}}
            </dl>
            </section>
            {{#hasSteps}}<section class="card">
            <h2>Hình thành từ đâu <span lang="en">What it was made from</span></h2>
            {{#steps}}<p class="act"><strong>{{day}}</strong> · {{basis}}</p>
            <ul>{{#changes}}<li><a href="{{address}}">{{name}}</a> → {{detail}}</li>{{/changes}}</ul>{{/steps}}
            </section>{{/hasSteps}}
            """ + AwardItem.list + """

                {{#hasMore}}<p class="note"><a class="load" href="{{more}}">Các lần trước <span lang="en">Earlier awards</span></a></p>{{/hasMore}}
                {{#hasEstablishments}}<section class="card">
                <h2 id="makers">{{establishmentCount}} cơ sở có sản phẩm được công nhận <span lang="en">Establishments with awards</span></h2>
                <ul class="hits">{{#establishments}}<li><a href="{{address}}">{{name}}</a>
                <span class="badge live">{{detail}} lần được công nhận <span lang="en">awards</span></span></li>{{/establishments}}</ul>
                {{#makersBefore}}<p><a href="{{address}}">← Trang {{name}} của các cơ sở <span lang="en">Page {{name}}</span></a></p>{{/makersBefore}}
                {{#makersAfter}}<p><a class="load" href="{{address}}">Trang {{name}} của các cơ sở <span lang="en">Page {{name}} of the establishments</span></a></p>{{/makersAfter}}
                <p>Danh sách đầy đủ ở <a href="/open-data">dữ liệu mở</a>. <span lang="en">The whole list is in the open data.</span></p>
                </section>{{/hasEstablishments}}
                {{#hasRounds}}<section class="card">
                <h2>Kỳ bình chọn đã công bố <span lang="en">Published rounds</span></h2>
                <ul class="hits">{{#rounds}}<li><a href="{{address}}">{{name}}</a> <span class="act">{{detail}}</span></li>{{/rounds}}</ul>
                </section>{{/hasRounds}}
                {{#hasFairs}}<section class="card">
                <h2>Hội chợ, triển lãm <span lang="en">Trade fairs</span></h2>
                <ul class="hits">{{#fairs}}<li><a href="{{address}}">{{name}}</a> <span class="act">{{detail}}</span></li>{{/fairs}}</ul>
                </section>{{/hasFairs}}
                """)
}
