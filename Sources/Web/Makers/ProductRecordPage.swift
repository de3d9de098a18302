import Registry
import RuralIndustry

/// A product's record with its dossier, what that lacks, and the rounds it can enter.
struct ProductRecordView: Sendable {
    /// What a dossier lacks for rounds of a level.
    struct Check: Sendable {
        let level: Bilingual
        let isComplete: Bool
        let lacks: [Bilingual]
        let advice: [Bilingual]
    }

    struct Round: Sendable {
        let name: String
        let detail: String
        let address: String
    }

    let notices: [Bilingual]
    let name: String
    let maker: String
    let makerAddress: String
    /// One or none: the day since which it is no longer made, and why.
    let closings: [TextLine]
    let links: [ActionLink]
    let facts: [LabelledText]
    let checks: [Check]
    let hasPapers: Bool
    let papers: [PaperLine]
    let addPaper: String
    let isMine: Bool
    let hasRounds: Bool
    let rounds: [Round]
    let hasEntries: Bool
    let entries: [OwnEntryLine]

    init(
        notices: [Bilingual], name: String, maker: String, makerAddress: String, closings: [TextLine],
        links: [ActionLink], facts: [LabelledText], checks: [Check], papers: [PaperLine], addPaper: String,
        isMine: Bool, rounds: [Round], entries: [OwnEntryLine]
    ) {
        self.notices = notices
        self.name = name
        self.maker = maker
        self.makerAddress = makerAddress
        self.closings = closings
        self.links = links
        self.facts = facts
        self.checks = checks
        hasPapers = !papers.isEmpty
        self.papers = papers
        self.addPaper = addPaper
        self.isMine = isMine
        hasRounds = !rounds.isEmpty
        self.rounds = rounds
        hasEntries = !entries.isEmpty
        self.entries = entries
    }

    init(
        of id: Int64, notices: [Bilingual], for person: SignedIn, at place: RecordPlace, _ site: Site
    ) async throws {
        let (registry, viewer, today) = (site.registry, person.viewer, site.today)
        let record = try await registry.product(id, as: viewer)
        let address = place.product(id)
        let papers = try await registry.dossier(of: .product(id), as: viewer)
        let published =
            viewer.may(.dossierPublish)
            ? try await registry.publishedPictures(ofProduct: id, as: viewer) : [:]
        var entries: [OwnEntry] = []
        var rounds: [OpenRound] = []
        if place == .mine {
            entries = try await registry.ownEntries(of: record.establishmentID, today: today, as: viewer)
                .filter { $0.productID == id }
            rounds = try await registry.openRounds(forProduct: id, today: today, as: viewer)
        }
        // the levels that matter now; where none does, the lowest
        let unsettled = entries.filter { [.received, .incomplete].contains($0.state) }
        let pressing = Set(rounds.map(\.round.level) + unsettled.map(\.round.level))
        let levels = SelectionLevel.allCases.filter((pressing.isEmpty ? [.commune] : pressing).contains)
        var checks: [Check] = []
        for level in levels {
            let exception = unsettled.first { $0.round.level == level }?.exception
            checks.append(
                Check(
                    try await registry.checkDossier(
                        ofProduct: id, at: level, exception: exception, on: today, as: viewer)))
        }
        var links: [ActionLink] = []
        if record.closedOn == nil {
            links += [
                ActionLink(address: address + "/edit", name: Bilingual(vi: "Sửa sản phẩm", en: "Edit")),
                ActionLink(address: address + "/close", name: Bilingual(vi: "Thôi sản xuất", en: "Close")),
            ]
        }
        links.append(
            ActionLink(address: address + "/versions", name: Bilingual(vi: "Lịch sử", en: "History")))
        self.init(
            notices: notices, name: record.name, maker: record.establishmentName,
            makerAddress: place.establishment(record.establishmentID),
            closings: record.closedOn.map {
                [TextLine(text: "\($0.vietnamese): \(record.closedReason ?? "")")]
            } ?? [],
            links: links, facts: ProductForm.facts(of: record), checks: checks,
            papers: papers.map {
                PaperLine(
                    $0, at: place, isOwn: $0.productID == id,
                    isPublished: $0.paper.kind == .photo && viewer.may(.dossierPublish)
                        ? published[$0.id] != nil : nil)
            },
            addPaper: address + "/papers", isMine: place == .mine,
            rounds: rounds.map { open in
                let last =
                    open.round.intakeUntil.map { "nhận đến hết ngày \($0.vietnamese)" } ?? "đang nhận hồ sơ"
                return Round(
                    name: open.round.name, detail: "\(open.round.organiserName) · \(last)",
                    address: "\(address)/enter/\(open.round.id)")
            }, entries: entries.map { OwnEntryLine($0, today: today) })
    }
}

extension ProductRecordView.Check {
    fileprivate init(_ report: DossierReport) {
        self.init(
            level: report.level.name, isComplete: report.isComplete,
            lacks: report.lacks.map { Bilingual(vi: $0.text.vi.capitalizedFirst, en: $0.text.en) },
            advice: report.advice.map { Bilingual(vi: $0.text.vi.capitalizedFirst, en: $0.text.en) })
    }
}

extension Template {
    /// Shows a `ProductRecordView`.
    static let productRecord = Template(
        name: "product-record",
        text: notices + """
            <section class="card">
            <p class="kind">Hồ sơ sản phẩm <span lang="en">Record of a product</span></p>
            <h1>{{name}}</h1>
            <p><a href="{{makerAddress}}">{{maker}}</a></p>
            {{#closings}}<p><span class="badge none">Thôi sản xuất <span lang="en">No longer made</span></span> {{text}}</p>{{/closings}}
            \(factLines)
            \(actionLinks)
            </section>
            <section class="card">
            <h2>Hồ sơ bình chọn <span lang="en">Dossier</span></h2>
            {{#checks}}<p class="lead"><strong>Cho bình chọn {{level.vi}}</strong> <span lang="en">For rounds at {{level.en}}</span></p>
            {{#isComplete}}<p><span class="badge live">Đã đủ giấy tờ <span lang="en">Nothing is missing</span></span></p>{{/isComplete}}
            <ul class="lacks">{{#lacks}}<li>{{vi}} <span lang="en">{{en}}</span></li>{{/lacks}}</ul>
            {{#advice}}<p class="act">Nên xem lại <span lang="en">Worth a look</span>: {{vi}} <span lang="en">{{en}}</span></p>{{/advice}}{{/checks}}
            \(PaperLine.list)
            <p><a class="load" href="{{addPaper}}">Nộp ảnh hoặc giấy tờ <span lang="en">File a photograph or paper</span></a></p>
            </section>
            {{#isMine}}<section class="card">
            <h2>Kỳ bình chọn đang nhận hồ sơ <span lang="en">Rounds that it can enter</span></h2>
            {{#hasRounds}}<ul class="hits">{{#rounds}}<li><strong>{{name}}</strong> <span class="act">{{detail}}</span>
            <a class="load" href="{{address}}">Đăng ký tham gia <span lang="en">Enter</span></a></li>{{/rounds}}</ul>{{/hasRounds}}
            {{^hasRounds}}<p>Hiện không có kỳ nào nhận hồ sơ của sản phẩm này. <span lang="en">None takes entries of it now.</span></p>{{/hasRounds}}
            </section>
            <section class="card">
            <h2>Đã đăng ký tham gia <span lang="en">Entries</span></h2>
            \(OwnEntryLine.list)
            </section>{{/isMine}}
            """)
}
