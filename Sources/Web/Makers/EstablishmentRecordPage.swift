import Registry
import RuralIndustry

/// An establishment's record with what stands beside it, for its owner or for an officer.
struct EstablishmentRecordView: Sendable {
    struct Site: Sendable {
        let place: String
        let detail: String
        let isOpen: Bool
        let close: String
    }

    struct Product: Sendable {
        let address: String
        let name: String
        let group: Bilingual
        let isClosed: Bool
    }

    /// Something that somebody should look at.
    struct Waiting: Sendable {
        let text: Bilingual
        let address: String
    }

    struct Fair: Sendable {
        let address: String
        let name: String
        let days: String
    }

    struct Request: Sendable {
        let fair: String
        let days: String
        let state: Bilingual
        let detail: String
        let canWithdraw: Bool
        let withdraw: String
    }

    /// Booths that it holds or has confirmed at a fair.
    struct Booths: Sendable {
        let fair: String
        let address: String
        let isShown: Bool
        let detail: String
        let state: Bilingual
        let look: String
        let canConfirm: Bool
        let confirm: String
        let canRelease: Bool
        let release: String
    }

    struct Certificate: Sendable {
        let number: String
        let product: String
        let level: Bilingual
        let validity: String
        let state: String
        let stateName: Bilingual
        let hasCode: Bool
        let address: String
        /// One or none: where its file is.
        let files: [TextLine]
        /// Whether its paper is kept elsewhere.
        let isHeldElsewhere: Bool
        let holder: String
    }

    let notices: [Bilingual]
    let name: String
    let place: String
    /// One or none: what it is merged into.
    let merges: [Product]
    /// One or none: the day on which it closed, and why.
    let closings: [TextLine]
    let links: [ActionLink]
    let hasWaiting: Bool
    let waiting: [Waiting]
    let facts: [LabelledText]
    let hasSites: Bool
    let sites: [Site]
    let addSite: String
    let hasProducts: Bool
    let products: [Product]
    let addProduct: String
    let hasPapers: Bool
    let papers: [PaperLine]
    let addPaper: String
    let isMine: Bool
    let hasEntries: Bool
    let entries: [OwnEntryLine]
    let hasFairs: Bool
    let fairs: [Fair]
    let hasRequests: Bool
    let requests: [Request]
    let hasBooths: Bool
    let booths: [Booths]
    let hasCertificates: Bool
    let certificates: [Certificate]

    init(
        notices: [Bilingual], name: String, place: String, merges: [Product], closings: [TextLine],
        links: [ActionLink], waiting: [Waiting], facts: [LabelledText], sites: [Site],
        products: [Product], papers: [PaperLine], isMine: Bool, entries: [OwnEntryLine], fairs: [Fair],
        requests: [Request], booths: [Booths], certificates: [Certificate], address: String
    ) {
        self.notices = notices
        self.name = name
        self.place = place
        self.merges = merges
        self.closings = closings
        self.links = links
        hasWaiting = !waiting.isEmpty
        self.waiting = waiting
        self.facts = facts
        hasSites = !sites.isEmpty
        self.sites = sites
        addSite = address + "/sites"
        hasProducts = !products.isEmpty
        self.products = products
        addProduct = address + "/products/new"
        hasPapers = !papers.isEmpty
        self.papers = papers
        addPaper = address + "/papers"
        self.isMine = isMine
        hasEntries = !entries.isEmpty
        self.entries = entries
        hasFairs = !fairs.isEmpty
        self.fairs = fairs
        hasRequests = !requests.isEmpty
        self.requests = requests
        hasBooths = !booths.isEmpty
        self.booths = booths
        hasCertificates = !certificates.isEmpty
        self.certificates = certificates
    }

    init(
        of id: Int64, notices: [Bilingual], for person: SignedIn, at place: RecordPlace, _ site: Web.Site
    ) async throws {
        let (registry, viewer, today) = (site.registry, person.viewer, site.today)
        let details = try await registry.establishmentDetails(id, on: today, as: viewer)
        let record = details.record
        let address = place.establishment(id)
        var filter = ProductFilter()
        filter.establishment = id
        filter.includesClosed = true
        let products = try await registry.products(filter, as: viewer)
        let papers = try await registry.dossier(of: .establishment(id), as: viewer)
        let entries =
            place == .mine ? try await registry.ownEntries(of: id, today: today, as: viewer) : []
        let requests = place == .mine ? try await registry.ownBoothRequests(of: id, as: viewer) : []
        let booths = place == .mine ? try await registry.ownBooths(of: id, as: viewer) : []
        let fairs =
            place == .mine && record.closedOn == nil
            ? try await registry.fairsTakingRequests(of: id, today: today, as: viewer) : []
        let certificates = try await registry.certificates(ofEstablishment: id, as: viewer)
        let files = place == .mine ? try await registry.ownCertificates(of: id, as: viewer) : []
        var lacking: [Int64: Int] = [:]
        for entry in entries where [.received, .incomplete].contains(entry.state) {
            let report = try await registry.checkDossier(
                ofProduct: entry.productID, at: entry.round.level, exception: entry.exception, on: today,
                as: viewer)
            lacking[entry.id] = report.isComplete ? nil : report.lacks.count
        }
        var links: [ActionLink] = []
        if record.closedOn == nil, details.mergedInto == nil {
            links.append(ActionLink(address: address + "/edit", name: Bilingual(vi: "Sửa hồ sơ", en: "Edit")))
        }
        links.append(
            ActionLink(address: address + "/versions", name: Bilingual(vi: "Lịch sử", en: "History")))
        if place == .desk {
            if details.mergedInto != nil {
                links.append(
                    ActionLink(
                        address: address + "/unmerge",
                        name: Bilingual(vi: "Bỏ hợp nhất", en: "Undo the merge")))
            } else if record.closedOn == nil {
                links += [
                    ActionLink(address: address + "/merge", name: Bilingual(vi: "Hợp nhất", en: "Merge")),
                    ActionLink(address: address + "/close", name: Bilingual(vi: "Ngừng", en: "Close")),
                ]
            }
        }
        self.init(
            notices: notices, name: record.name,
            place: [record.communeName, record.provinceName].compactMap(\.self).joined(separator: ", "),
            merges: details.mergedInto.map {
                [
                    Product(
                        address: place.establishment($0.into), name: $0.intoName,
                        group: Bilingual(vi: "", en: ""), isClosed: false)
                ]
            } ?? [],
            closings: record.closedOn.map {
                [TextLine(text: "\($0.vietnamese): \(record.closedReason ?? "")")]
            } ?? [],
            links: links,
            waiting: Self.waiting(booths, at: address, today) + Self.waiting(entries, lacking, today),
            facts: EstablishmentForm.facts(of: record.fields),
            sites: details.sites.map { Site($0, address) },
            products: products.map {
                Product(
                    address: place.product($0.id), name: $0.name,
                    group: ProductGroupID(rawValue: $0.fields[.group] ?? "").pageName,
                    isClosed: $0.closedOn != nil)
            }, papers: papers.map { PaperLine($0, at: place, isOwn: true) }, isMine: place == .mine,
            entries: entries.map { OwnEntryLine($0, today: today) },
            fairs: fairs.map {
                Fair(address: "\(address)/booths/\($0.id)", name: $0.name, days: $0.days.text.vi)
            }, requests: requests.map(Request.init),
            booths: booths.map { Booths($0, at: address, on: today) },
            certificates: certificates.map { Certificate($0, hasFile: files.contains($0.id), on: today) },
            address: address)
    }

    /// Holds that the owner should confirm, the first to run out first.
    private static func waiting(_ booths: [OwnBooths], at address: String, _ today: Day) -> [Waiting] {
        booths.filter { $0.canConfirm(on: today) }.sorted { $0.heldUntil < $1.heldUntil }.map { own in
            Waiting(
                text: Bilingual(
                    vi:
                        "Xác nhận gian \(own.codes.joined(separator: ", ")) tại “\(own.fair.name)” trước khi hết ngày \(own.heldUntil.vietnamese)",
                    en: "Confirm your booths at the fair by \(own.heldUntil.vietnamese)"),
                address: "\(address)/held-booths/\(own.id)/confirm")
        }
    }

    /// What the owner should see to, the most pressing first.
    ///
    /// - Parameter lacking: how much the dossiers of entries lack, by entry.
    private static func waiting(_ entries: [OwnEntry], _ lacking: [Int64: Int], _ today: Day) -> [Waiting] {
        let address = { (entry: OwnEntry) in RecordPlace.mine.product(entry.productID) }
        return entries.filter { $0.state == .incomplete }.map { entry in
            Waiting(
                text: Bilingual(
                    vi:
                        "Hồ sơ “\(entry.productName)” cần bổ sung: \(entry.stateReason ?? "xem trang sản phẩm")",
                    en: "The entry of “\(entry.productName)” is incomplete"),
                address: address(entry))
        }
            + entries.compactMap { entry in
                guard let count = lacking[entry.id] else { return nil }
                return Waiting(
                    text: Bilingual(
                        vi: "Hồ sơ “\(entry.productName)” còn thiếu \(count) mục giấy tờ",
                        en: "The dossier of “\(entry.productName)” lacks \(count) things"),
                    address: address(entry))
            }
            + entries.compactMap { entry in
                guard let last = entry.complainUntil, last >= today, entry.complaints.isEmpty else {
                    return nil
                }
                return Waiting(
                    text: Bilingual(
                        vi:
                            "Có kết quả của “\(entry.productName)”; khiếu nại được đến hết ngày \(last.vietnamese)",
                        en:
                            "There is a result for “\(entry.productName)”; the last day to complain is \(last.vietnamese)"
                    ),
                    address: address(entry))
            }
    }
}

extension EstablishmentRecordView.Site {
    fileprivate init(_ record: ProductionSite, _ address: String) {
        let parts = [
            record.address, record.makes, record.openedOn.map { "từ \($0.vietnamese)" },
            record.closedOn.map { "ngừng \($0.vietnamese)" },
        ]
        self.init(
            place: record.communeName, detail: parts.compactMap(\.self).joined(separator: " · "),
            isOpen: record.closedOn == nil, close: "\(address)/sites/\(record.id)/close")
    }
}

extension EstablishmentRecordView.Request {
    fileprivate init(_ own: OwnBoothRequest) {
        let request = own.request
        let parts = [
            "\(request.booths) gian",
            request.zones.isEmpty ? nil : "khu \(request.zones.joined(separator: ", "))",
            request.given.isEmpty ? nil : "được giao \(request.given.joined(separator: ", "))",
            request.waitingPosition.map { "thứ tự chờ \($0)" },
        ]
        self.init(
            fair: own.fair.name, days: request.days.text.vi, state: request.state.name,
            detail: parts.compactMap(\.self).joined(separator: " · "), canWithdraw: request.state.isOpen,
            withdraw: "/mine/booth-requests/\(request.id)/withdraw")
    }
}

extension EstablishmentRecordView.Booths {
    fileprivate init(_ own: OwnBooths, at address: String, on day: Day) {
        let first = own.allocations[0]
        let money = own.allocations.compactMap(\.tenantsPart).reduce(Int128(0)) { $0 + Int128($1.amount) }
        let parts = [
            "gian \(own.codes.joined(separator: ", "))", FairText.days(own.days),
            own.allocations.contains { $0.tenantsPart == nil }
                ? nil : "bên thuê trả \(FairText.money(money)) đồng",
            own.isParty ? nil : "chung gian với \(first.tenants.first ?? "")",
        ]
        self.init(
            fair: own.fair.name, address: "/fairs/\(own.fair.id)",
            isShown: [.open, .closed].contains(own.fair.state),
            detail: parts.compactMap(\.self).joined(separator: " · "), state: first.standing(on: day),
            look: own.state == .confirmed ? "live" : own.isExpired(on: day) ? "none" : "expired",
            canConfirm: own.canConfirm(on: day),
            confirm: "\(address)/held-booths/\(own.id)/confirm", canRelease: own.canRelease(on: day),
            release: "\(address)/held-booths/\(own.id)/release")
    }
}

extension EstablishmentRecordView.Certificate {
    /// - Parameter hasFile: its file may be had here while it is valid.
    fileprivate init(_ record: CertificateRecord, hasFile: Bool, on day: Day) {
        let (state, name): (String, Bilingual) =
            if record.revocation != nil {
                ("revoked", Bilingual(vi: "đã thu hồi", en: "revoked"))
            } else if record.replacement != nil {
                ("replaced", Bilingual(vi: "đã được thay thế", en: "replaced"))
            } else if record.validTo < day {
                ("expired", Bilingual(vi: "đã hết hạn", en: "expired"))
            } else {
                ("live", Bilingual(vi: "còn hiệu lực", en: "valid"))
            }
        self.init(
            number: record.number ?? "không số", product: record.productName, level: record.level.name,
            validity: "cấp \(record.issuedOn.vietnamese), có giá trị đến \(record.validTo.vietnamese)",
            state: state, stateName: name, hasCode: record.code != nil,
            address: record.code.map { "/c/\($0)" } ?? "",
            files: hasFile && record.status(on: day) == .live
                ? [TextLine(text: "/mine/certificates/\(record.id)/file")] : [],
            isHeldElsewhere: !hasFile, holder: record.issuerName)
    }
}

extension Template {
    /// Shows an `EstablishmentRecordView`.
    static let establishmentRecord = Template(
        name: "establishment-record",
        text: notices + """
            <section class="card">
            <p class="kind">Hồ sơ cơ sở <span lang="en">Record of an establishment</span></p>
            <h1>{{name}}</h1>
            <p>{{place}}</p>
            {{#merges}}<p><span class="badge expired">Đã hợp nhất vào <span lang="en">Merged into</span></span> <a href="{{address}}">{{name}}</a></p>{{/merges}}
            {{#closings}}<p><span class="badge none">Đã ngừng <span lang="en">Closed</span></span> {{text}}</p>{{/closings}}
            \(actionLinks)
            </section>
            {{#hasWaiting}}<section class="card waiting">
            <h2>Việc cần xem <span lang="en">What waits for you</span></h2>
            <ul class="hits">{{#waiting}}<li><a href="{{address}}">{{text.vi}}</a> <span lang="en">{{text.en}}</span></li>{{/waiting}}</ul>
            </section>{{/hasWaiting}}
            <section class="card">
            <h2>Sản phẩm <span lang="en">Products</span></h2>
            {{#hasProducts}}<ul class="hits">{{#products}}<li><a href="{{address}}">{{name}}</a>
            <span class="act">{{group.vi}} <span lang="en">{{group.en}}</span></span>
            {{#isClosed}}<span class="badge none">thôi sản xuất <span lang="en">no longer made</span></span>{{/isClosed}}</li>{{/products}}</ul>{{/hasProducts}}
            {{^hasProducts}}<p>Chưa có sản phẩm nào. <span lang="en">None yet.</span></p>{{/hasProducts}}
            <p><a class="load" href="{{addProduct}}">Thêm sản phẩm <span lang="en">Add a product</span></a></p>
            </section>
            {{#isMine}}<section class="card">
            <h2>Tham gia bình chọn <span lang="en">Entries in rounds</span></h2>
            \(OwnEntryLine.list)
            <p class="lead">Để đăng ký tham gia, mở trang của sản phẩm. <span lang="en">To enter a round, open the product's page.</span></p>
            </section>{{/isMine}}
            <section class="card">
            <h2>Giấy tờ của cơ sở <span lang="en">Papers of the establishment</span></h2>
            <p class="lead">Dùng chung cho mọi sản phẩm: giấy đăng ký, chứng nhận an toàn thực phẩm… <span lang="en">They serve all its products.</span></p>
            \(PaperLine.list)
            <p><a class="load" href="{{addPaper}}">Nộp giấy tờ <span lang="en">File a paper</span></a></p>
            </section>
            {{#hasCertificates}}<section class="card">
            <h2>Giấy chứng nhận <span lang="en">Certificates</span></h2>
            <ul class="hits">{{#certificates}}<li>{{#hasCode}}<a href="{{address}}">{{number}}</a>{{/hasCode}}{{^hasCode}}<strong>{{number}}</strong>{{/hasCode}}
            <span class="act">{{product}} · {{level.vi}} · {{validity}}</span>
            <span class="badge {{state}}">{{stateName.vi}} <span lang="en">{{stateName.en}}</span></span>
            {{#files}}<span class="links"><a href="{{text}}">Tải giấy chứng nhận (PDF) <span lang="en">Download (PDF)</span></a></span>{{/files}}
            {{#isHeldElsewhere}}<span class="act">Bản gốc do {{holder}} cấp và giữ. <span lang="en">The paper is held by its issuer.</span></span>{{/isHeldElsewhere}}</li>{{/certificates}}</ul>
            </section>{{/hasCertificates}}
            {{#hasBooths}}<section class="card">
            <h2>Gian hàng tại hội chợ <span lang="en">Booths at fairs</span></h2>
            <ul class="hits">{{#booths}}<li>{{#isShown}}<a href="{{address}}">{{fair}}</a>{{/isShown}}{{^isShown}}<strong>{{fair}}</strong>{{/isShown}} <span class="act">{{detail}}</span>
            <span class="badge {{look}}">{{state.vi}} <span lang="en">{{state.en}}</span></span>
            <span class="links">{{#canConfirm}}<a href="{{confirm}}">Xác nhận <span lang="en">Confirm</span></a>{{/canConfirm}}
            {{#canRelease}}<a href="{{release}}">Trả chỗ <span lang="en">Give back</span></a>{{/canRelease}}</span></li>{{/booths}}</ul>
            </section>{{/hasBooths}}
            {{#hasRequests}}<section class="card">
            <h2>Đăng ký gian hàng <span lang="en">Booths asked for</span></h2>
            <ul class="hits">{{#requests}}<li><strong>{{fair}}</strong> <span class="act">{{days}} · {{detail}}</span>
            <span class="badge none">{{state.vi}} <span lang="en">{{state.en}}</span></span>
            {{#canWithdraw}}<span class="links"><a href="{{withdraw}}">Rút <span lang="en">Withdraw</span></a></span>{{/canWithdraw}}</li>{{/requests}}</ul>
            </section>{{/hasRequests}}
            {{#hasFairs}}<section class="card">
            <h2>Hội chợ đang nhận đăng ký <span lang="en">Fairs that take requests</span></h2>
            <ul class="hits">{{#fairs}}<li><a href="{{address}}">{{name}}</a> <span class="act">{{days}}</span></li>{{/fairs}}</ul>
            </section>{{/hasFairs}}
            <section class="card">
            <h2>Nơi sản xuất khác <span lang="en">Further production sites</span></h2>
            {{#hasSites}}<ul class="hits">{{#sites}}<li><strong>{{place}}</strong> <span class="act">{{detail}}</span>
            {{#isOpen}}<span class="links"><a href="{{close}}">Ngừng <span lang="en">Close</span></a></span>{{/isOpen}}</li>{{/sites}}</ul>{{/hasSites}}
            {{^hasSites}}<p>Không có. <span lang="en">None.</span></p>{{/hasSites}}
            <p><a class="load" href="{{addSite}}">Thêm nơi sản xuất <span lang="en">Add a site</span></a></p>
            </section>
            <section class="card">
            <h2>Thông tin đã ghi <span lang="en">What is recorded</span></h2>
            \(factLines)
            </section>
            """)
}
