import Hummingbird
import NIOCore
import Registry
import RuralIndustry

extension Site {
    /// The designs that a round's certificates may be issued in, and those of labels.
    func addDesignPages(to router: Router<SiteContext>) {
        router.deskPage(self, "certificates/designs", for: .certificateIssue) { desk in
            desk.answer(try await DesignPage(desk).page)
        }
        router.deskForm(self, "certificates/designs/new", for: .certificateIssue, DesignForms.new)
        router.deskForm(
            self, "certificates/designs/{design}/withdraw", for: .certificateIssue, DesignForms.withdraw)
        router.deskPage(self, "certificates/designs/{design}/proof", for: .certificateIssue) { desk in
            let name = try desk.part("design")
            let bytes = try await desk.designed {
                try await desk.site.working {
                    try await desk.registry.designProof(
                        name, ofRound: desk.id, with: $0, as: desk.viewer)
                }
            }
            return .pdf(bytes, name: "ban-thu-\(name).pdf")
        }
        router.deskPage(self, "certificates/designs/{design}/file", for: .certificateIssue) { desk in
            let name = try desk.part("design")
            let text = try await desk.designed {
                try await desk.registry.designFile(name, ofRound: desk.id, as: desk.viewer)
            }
            return .download(
                ResponseBody(byteBuffer: ByteBuffer(string: text)), type: "application/json",
                name: "\(name).json")
        }
    }
}

extension DeskRound {
    fileprivate var designs: String { "\(certificates)/designs" }

    /// A design that the round does not have is not there.
    fileprivate func designed<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as Refusal where refusal.violations[0].code == "template-unknown" {
            throw Problem(.notFound, code: "template-unknown", detail: refusal.violations[0].text.sentence)
        }
    }
}

extension Problem {
    fileprivate static func noDesign(_ name: String) -> Problem {
        Problem(
            .notFound, code: "template-unknown",
            detail: Bilingual(
                vi: "đơn vị tổ chức không có mẫu riêng “\(name)” đang dùng",
                en: "the organiser has no design of its own “\(name)” in use"))
    }
}

extension PaperDesign {
    /// What it is called wherever it is named: those of the program by their titles, an office's own with the name in its file as
    /// well, for several may have one title.
    var label: Bilingual {
        if let english = Self.english[name] { return Bilingual(vi: title, en: english) }
        let size = page.map { ", khổ \($0.words.vi)" } ?? ""
        return Bilingual(vi: "\(title)\(size) (\(name))", en: "")
    }

    /// The same beside what it is drawn on and the name in its file.
    fileprivate var heading: Bilingual { Bilingual(vi: title, en: Self.english[name] ?? "") }

    private static let english = [
        "standard-1": "standard, A4 landscape", "standard-1-a5": "standard, A5 landscape",
        "standard-1-signed": "standard, A4 landscape, with a visible signature",
        "label-1": "standard label",
    ]

    /// What it is drawn on.
    fileprivate var paper: Bilingual {
        page?.words ?? Bilingual(vi: "cỡ chọn khi in nhãn", en: "chosen when labels are printed")
    }
}

extension PaperDesign.Page {
    fileprivate var words: Bilingual {
        isLandscape
            ? Bilingual(vi: "\(size) ngang", en: "\(size) landscape")
            : Bilingual(vi: "\(size) dọc", en: "\(size) portrait")
    }
}

/// The designs, each to be looked at with invented contents.
private struct DesignPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let certificates = try await desk.registry.certificateDesigns(ofRound: desk.id, as: desk.viewer)
        let labels = try await desk.registry.labelDesigns(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Self.title)
        page.above.append(.init(desk.certificates, "Giấy chứng nhận", "Certificates"))
        page.lead = [
            Bilingual(
                vi:
                    "Khi cấp giấy hoặc in nhãn, chọn một trong những mẫu này. Mẫu riêng dùng được cho mọi kỳ cùng cấp của đơn vị tổ chức; muốn sửa một mẫu riêng thì đưa tệp mới cùng tên, giấy đã cấp theo mẫu cũ không đổi.",
                en:
                    "Certificates are issued and labels printed in one of these. A design of your own serves every round of the organiser at this level; to change one put in a file of the same name. Papers that were issued in it stay as they are."
            )
        ]
        page.actions = [.init("\(desk.designs)/new", "Đưa mẫu riêng vào dùng", "Put in a design")]
        page.tables = [
            Self.table(Bilingual(vi: "Mẫu giấy chứng nhận", en: "Of certificates"), certificates, desk),
            Self.table(Bilingual(vi: "Mẫu nhãn", en: "Of labels"), labels, desk),
        ]
        self.page = page
    }

    static let title = Bilingual(vi: "Mẫu giấy và mẫu nhãn", en: "Designs of certificates and labels")

    private static func table(
        _ heading: Bilingual, _ designs: [PaperDesign], _ desk: DeskRound
    ) -> DeskPage.Table {
        .init(
            heading, empty: Bilingual(vi: "Không có.", en: "None."),
            [
                Bilingual(vi: "Mẫu", en: "Design"), Bilingual(vi: "Tên trong tệp", en: "Name"),
                Bilingual(vi: "Khổ giấy", en: "Page"), Bilingual(vi: "Nguồn", en: "From"),
                Bilingual(vi: "Xem", en: "Look"),
            ],
            designs.map { design in
                let address = "\(desk.designs)/\(PercentCoding.encoded(design.name))"
                return [
                    .words(design.heading), .text(design.name), .words(design.paper),
                    .words(
                        design.putInOn.map {
                            Bilingual(vi: "đưa vào ngày \($0.vietnamese)", en: "put in on \($0.iso)")
                        } ?? Bilingual(vi: "có sẵn", en: "comes with the program")),
                    .links(
                        [
                            .init("\(address)/proof", "Bản thử (PDF)", "Proof (PDF)"),
                            .init("\(address)/file", "Tệp mẫu (JSON)", "File (JSON)"),
                        ]
                            + (design.id == nil
                                ? [] : [.init("\(address)/withdraw", "Thôi dùng", "Withdraw")])),
                ]
            })
    }
}

enum DesignForms {
    /// A picture of 1 MiB in Base64 twice, and the rest.
    private static let fileBytes = 4 << 20
    /// The same once more as text, with the other fields.
    static let formBytes = fileBytes / 3 * 4 + 64 * 1024

    /// A design of one's own: its file is checked and tried with the shortest and the longest texts; its proof sheets can be looked
    /// at before it is put in.
    @Sendable static func new(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Đưa mẫu riêng vào dùng", en: "Put in a design"),
            lead: [
                Bilingual(
                    vi:
                        "Tải tệp của một mẫu giấy hoặc mẫu nhãn về, đặt tên khác ở “id”, sửa chữ, màu, biểu trưng rồi chọn tệp ở đây. Trang sau cho xem bản thử; chưa đưa vào dùng ngay.",
                    en:
                        "Get the file of a design of certificates or labels, give it another name in “id”, change wording, colours, emblem, and choose it here. The next page shows proof sheets; nothing is put in yet."
                )
            ],
            fields: { filling in
                [
                    filling.file(
                        "file", Bilingual(vi: "Tệp mẫu (JSON)", en: "File of the design (JSON)"),
                        accept: ".json,application/json",
                        hint: Bilingual(
                            vi: "Không quá 4 MB, kể cả biểu trưng và logo.",
                            en: "At most 4 MB with its pictures."))
                ]
            }, button: Bilingual(vi: "Kiểm tra và xem thử", en: "Check it and look at it"),
            wayBack: desk.designs
        ) { fields in
            guard let received = try ReceivedRecords(fields, field: "file", upTo: fileBytes) else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            return try await placed {
                if fields["sure"] == "yes" {
                    try await desk.site.working {
                        _ = try await desk.registry.putInDesign(
                            received.bytes, ofRound: desk.id, with: $0, as: desk.viewer)
                    }
                    return .done(desk.designs)
                }
                let (design, proof) = try await desk.site.working {
                    try await desk.registry.checkDesign(
                        received.bytes, ofRound: desk.id, with: $0, as: desk.viewer)
                }
                if fields["proof"] == "yes" { return .file(.pdf(proof, name: "ban-thu-\(design.name).pdf")) }
                return .look(try await look(desk, design, received, fields))
            }
        }
    }

    /// A design of one's own that is used no more.
    @Sendable static func withdraw(_ desk: DeskRound) async throws -> DeskForm {
        let name = try desk.part("design")
        let designs =
            try await desk.registry.certificateDesigns(ofRound: desk.id, as: desk.viewer)
            + (try await desk.registry.labelDesigns(ofRound: desk.id, as: desk.viewer))
        let design = designs.first { $0.name == name && $0.id != nil }
        guard let design, let day = design.putInOn else { throw Problem.noDesign(name) }
        return DeskForm(
            title: Bilingual(vi: "Thôi dùng mẫu “\(name)”", en: "Withdraw a design"),
            lead: [
                Bilingual(
                    vi:
                        "“\(design.title)”, đưa vào ngày \(day.vietnamese). Từ nay không cấp giấy, không in nhãn theo mẫu này ở mọi kỳ cùng cấp của đơn vị tổ chức. Giấy đã cấp không đổi. Muốn dùng lại thì đưa tệp vào lần nữa; hãy tải tệp về trước nếu chưa có.",
                    en:
                        "Put in on \(day.iso). Nothing new is issued or printed in it in any round of the organiser at this level; papers that were issued in it stay as they are. To use it again put its file in again: get the file first."
                )
            ],
            values: ["shown": design.id.map(String.init) ?? ""], fields: { [$0.hidden("shown")] },
            button: Bilingual(vi: "Thôi dùng mẫu này", en: "Withdraw it"), wayBack: desk.designs
        ) { fields in
            try await desk.registry.withdrawDesign(
                name, shown: Int64(fields["shown"]), ofRound: desk.id, as: desk.viewer)
            return .done(desk.designs)
        }
    }

    private static func look(
        _ desk: DeskRound, _ design: PaperDesign, _ received: ReceivedRecords, _ fields: FormFields
    ) async throws -> DeskPage {
        let isOfLabels = design.kind == .label
        let designs =
            isOfLabels
            ? try await desk.registry.labelDesigns(ofRound: desk.id, as: desk.viewer)
            : try await desk.registry.certificateDesigns(ofRound: desk.id, as: desk.viewer)
        let kind = isOfLabels ? "Mẫu nhãn" : "Mẫu giấy"
        var page = desk.page(Bilingual(vi: "\(kind) “\(design.name)”: xem trước", en: "The design"))
        page.above += [
            .init(desk.certificates, "Giấy chứng nhận", "Certificates"),
            .init(desk.designs, DesignPage.title.vi, "Designs"),
        ]
        page.facts = [
            .init(kind, "Design", design.title), .init("Tên trong tệp", "Name", design.name),
            .init("Khổ giấy", "Page", design.paper.vi),
        ]
        page.lead = [
            Bilingual(
                vi:
                    "Tệp dùng được: chữ ngắn nhất và dài nhất đều vừa. Hãy mở bản thử, xem từng trang rồi mới đưa vào dùng.",
                en:
                    "The file can be used: the shortest and the longest texts fit. Open the proof and look at every page first."
            )
        ]
        if let day = designs.first(where: { $0.name == design.name })?.putInOn {
            page.warnings = [
                Bilingual(
                    vi:
                        "Mẫu “\(design.name)” đưa vào ngày \(day.vietnamese) sẽ thôi dùng; giấy đã cấp theo mẫu đó không đổi.",
                    en:
                        "The design “\(design.name)” of \(day.iso) is used no more then; papers that were issued in it stay as they are."
                )
            ]
        }
        let carried = received.carried(fields["seen"]).filter { ["content", "name", "seen"].contains($0.id) }
        func form(_ name: String, _ button: Bilingual, mayGoBack: Bool) -> DeskPage.Form {
            .init(
                action: "\(desk.designs)/new", fields: carried + fields.carried([], adding: [name: "yes"]),
                button: button, mayGoBack: mayGoBack)
        }
        page.forms = [
            form(
                "proof", Bilingual(vi: "Xem bản thử (PDF)", en: "Look at the proof (PDF)"), mayGoBack: false),
            form("sure", Bilingual(vi: "Đưa vào dùng", en: "Put it in"), mayGoBack: true),
        ]
        return page
    }

    /// What is wrong with the file, at its field, with the place in the file.
    private static func placed(_ body: () async throws -> DeskForm.Outcome) async throws -> DeskForm.Outcome {
        do {
            return try await body()
        } catch let refusal as Refusal {
            throw refusal.map { violation in
                let at = violation.place.pointer.map { $0.isEmpty ? "" : "\($0): " } ?? ""
                return Violation(
                    violation.code, vi: at + violation.text.vi, en: at + violation.text.en,
                    at: Place(column: "file"))
            }
        }
    }
}
