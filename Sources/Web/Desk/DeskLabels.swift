import Registry
import RuralIndustry

/// Labels for packages, of certificates that are issued.
enum LabelForms {
    @Sendable static func labels(_ desk: DeskRound) async throws -> DeskForm {
        let live = try await desk.registry.certificates(round: desk.id, as: desk.viewer).filter {
            $0.status(on: desk.today) == .live
        }
        let designs = try await desk.registry.labelDesigns(ofRound: desk.id, as: desk.viewer)
        return DeskForm(
            title: Bilingual(vi: "In nhãn sản phẩm", en: "Labels for packages"),
            lead: [
                Bilingual(
                    vi:
                        "Nhãn của \(live.count) giấy còn hiệu lực, thành tệp PDF. Mỗi tệp nhiều nhất 2.000 nhãn; nhiều hơn thì trang sau đưa từng tệp.",
                    en:
                        "Labels of \(live.count) live certificates, as PDF. A file has at most 2,000; of more the next page gives one file after the other."
                )
            ],
            values: [
                "template": designs.first?.name ?? "", "size": "70x40", "sheet": "a4", "copies": "1",
            ],
            fields: { fields($0, designs) },
            button: Bilingual(vi: "Tải tệp nhãn", en: "Get the file"), wayBack: desk.certificates
        ) { fields in
            let numbers = try asked(fields, live)
            let copies = try fields.number("copies")
            let files = try Registry.labelFiles(of: numbers, size: fields["size"], copies: copies)
            if files.count > 1 { return .look(look(desk, fields, files, copies)) }
            let bytes = try await desk.site.working {
                try await desk.registry.certificateLabels(
                    numbers: numbers, ofRound: desk.id, design: fields.text("template"), size: fields["size"],
                    onSheets: fields["sheet"] != "single", copies: copies, on: desk.today, with: $0,
                    as: desk.viewer)
            }
            let part = Int(fields["part"]).map { "-tep-\($0)" } ?? ""
            return .file(.pdf(bytes, name: "nhan-ky-\(desk.id)\(part).pdf"))
        }
    }

    private static func fields(_ filling: FormFilling, _ designs: [PaperDesign]) -> [FormField] {
        [
            filling.few(
                "template", Bilingual(vi: "Mẫu nhãn", en: "Design"), of: designs.map { ($0.name, $0.label) }),
            filling.line(
                "size", Bilingual(vi: "Cỡ nhãn (mm)", en: "Size (mm)"),
                hint: Bilingual(
                    vi: "Rộng x cao, một cạnh từ 40, cạnh kia từ 70. Ví dụ 70x40.",
                    en: "Width x height, one side from 40, the other from 70.")),
            filling.few(
                "sheet", Bilingual(vi: "Cách xếp", en: "Sheet"),
                of: [
                    ("a4", Bilingual(vi: "nhiều nhãn trên tờ A4, có vạch cắt", en: "many on A4")),
                    ("single", Bilingual(vi: "mỗi nhãn một trang", en: "a page each")),
                ]),
            filling.line(
                "copies", Bilingual(vi: "Số bản của mỗi nhãn", en: "Copies of each"), inputMode: "numeric"),
            filling.area(
                "numbers", Bilingual(vi: "Chỉ những số này", en: "Only these numbers"),
                hint: Bilingual(
                    vi: "Mỗi dòng một số. Bỏ trống: mọi giấy còn hiệu lực của kỳ.",
                    en: "One in a line. Empty: all that are live."), isOptional: true),
        ]
    }

    /// The numbers that labels are asked for of, all live ones where none are named.
    private static func asked(
        _ fields: FormFields, _ live: [CertificateRecord]
    ) throws(Refusal) -> [String] {
        let chosen = fields["numbers"].split(whereSeparator: \.isNewline).map {
            $0.filter { !$0.isWhitespace }
        }.filter { !$0.isEmpty }
        let known = Set(live.compactMap(\.number))
        if let stranger = chosen.first(where: { !known.contains($0) }) {
            throw Refusal(
                Violation(
                    "unknown-certificate", vi: "kỳ này không có giấy còn hiệu lực nào số “\(stranger)”",
                    en: "no live certificate of this round has the number “\(stranger)”",
                    at: Place(column: "numbers")))
        }
        // the same number twice is one label: more of each is what copies are for
        var seen: Set<String> = []
        return (chosen.isEmpty ? live.compactMap(\.number) : chosen).filter { seen.insert($0).inserted }
    }

    /// One file after the other. Each names its certificates, so that none is missed or printed twice if one of them is revoked
    /// meanwhile.
    private static func look(
        _ desk: DeskRound, _ fields: FormFields, _ files: [[String]], _ copies: Int
    ) -> DeskPage {
        var page = desk.page(Bilingual(vi: "Nhãn thành \(files.count) tệp", en: "Labels in several files"))
        page.above.append(.init(desk.certificates, "Giấy chứng nhận", "Certificates"))
        let counts = files.map { ($0.count * copies).grouped }
        let count = (files.reduce(0) { $0 + $1.count } * copies).grouped
        page.lead = [
            Bilingual(
                vi:
                    "\(count) nhãn không vừa một tệp. Hãy tải lần lượt từng tệp; mọi bản của một nhãn nằm trong cùng một tệp.",
                en:
                    "\(count) labels are too many for one file. Get one file after the other; all copies of a label are in one of them."
            )
        ]
        page.forms = files.enumerated().map { place, numbers in
            .init(
                action: "\(desk.certificates)/labels",
                fields: fields.carried(
                    ["seen", "template", "size", "sheet", "copies"],
                    adding: ["numbers": numbers.joined(separator: "\n"), "part": "\(place + 1)"]),
                button: Bilingual(
                    vi: "Tải tệp \(place + 1): \(counts[place]) nhãn, từ số \(numbers[0])",
                    en: "Get file \(place + 1)"))
        }
        return page
    }
}
