public import RuralIndustry

/// The proof sheets of a design: the same design with the shortest and the longest texts that an office meets, looked at by
/// the program and then by people.
public struct TemplateProof: Sendable {
    /// What the program found: texts that do not fit, and things that overlap or leave the frame.
    public let violations: [Violation]
    /// A page for each sample that can be drawn; nil if there is none.
    public let pages: [UInt8]?

    /// - Throws: `DocumentError` if a library fails.
    public init(_ template: CertificateTemplate, fonts: FontSet) throws {
        let issued = IssuedTemplate(template, fonts: fonts.hashes)
        let renderer = try CertificateRenderer(fonts: fonts, templates: [issued])
        var violations = try Self.unprintable(template, fonts)
        var papers: [CertificatePaper] = []
        if violations.isEmpty {
            for sample in try ProofSample.all(levels: Set(template.palettes.keys)) {
                var paper = sample.paper
                paper.template = template.id
                paper.templateHash = issued.identity
                do {
                    violations += Self.clashes(of: try renderer.sheet(for: paper), template, sample.name)
                    papers.append(paper)
                } catch let refusal as Refusal {
                    violations += refusal.violations.map { sample.name.about($0) }
                }
            }
        }
        var told: Set<Violation> = []
        self.violations = violations.filter { told.insert($0).inserted }
        pages =
            papers.isEmpty
            ? nil
            : try renderer.print(
                papers, title: "Bản thử mẫu giấy chứng nhận \(template.id)", author: "CNNT",
                date: papers[0].issuedOn)
    }

    // MARK: Characters

    /// The words of the design that the fonts cannot show.
    private static func unprintable(
        _ template: CertificateTemplate, _ fonts: FontSet
    ) throws -> [Violation] {
        let faces = try Faces(fonts)
        let wording = template.wording
        let words: [(String, String, Typeface)] = [
            ("nation", wording.nation, .bold), ("motto", wording.motto, .bold),
            ("title", wording.title, .displayBold), ("distinction", wording.distinction, .displayBold),
            ("members", wording.members, .regular), ("group", wording.group, .regular),
            ("class", wording.classification, .regular), ("holder", wording.holder, .italic),
            ("decision", wording.decision, .regular), ("decided_by", wording.decidedBy, .regular),
            ("number", wording.number, .bold), ("valid_through", wording.validThrough, .regular),
            ("scan", wording.scan, .italic), ("code", wording.code, .bold),
            ("specimen", wording.specimen, .bold), ("signed_by", wording.signedBy, .bold),
            ("signed_at", wording.signedAt, .regular),
        ]
        return words.flatMap { key, text, typeface in
            faces[typeface].missingCharacters(in: text).map { scalar in
                Violation(
                    "template-character",
                    vi:
                        "Phông chữ không có ký tự “\(scalar)” (U+\(String(scalar.value, radix: 16, uppercase: true))); hãy thay",
                    en:
                        "The fonts do not have “\(scalar)” (U+\(String(scalar.value, radix: 16, uppercase: true))); replace it",
                    at: Place(pointer: "/wording/\(key)"))
            }
        }
    }

    // MARK: Overlap

    /// Something on a sheet, with the place in the design that moves it.
    private struct Thing {
        let name: Bilingual
        let pointer: String
        let box: Rect
    }

    private static func clashes(
        of sheet: CertificateSheet, _ template: CertificateTemplate, _ sample: ProofSampleName
    ) -> [Violation] {
        var things = sheet.items.flatMap { item in
            item.boxes.map { box in
                let name = item.field?.name ?? Bilingual(vi: "dòng chữ chung", en: "wording")
                return Thing(name: name, pointer: "/layout", box: box)
            }
        }
        things.append(
            Thing(
                name: Bilingual(vi: "mã QR", en: "QR code"), pointer: "/layout/code_side", box: sheet.codeArea
            ))
        things.append(
            Thing(
                name: Bilingual(vi: "chỗ ký và đóng dấu", en: "place for ink and seal"),
                pointer: "/layout/seal_height", box: sheet.sealArea))
        for (key, picture, name) in [
            ("emblem", template.emblem, Bilingual(vi: "biểu trưng", en: "emblem")),
            ("logo", template.logo, Bilingual(vi: "logo", en: "logo")),
        ] {
            if let picture { things.append(Thing(name: name, pointer: "/\(key)", box: picture.area)) }
        }
        if let field = sheet.signatureField, template.signatureArea?.area != nil {
            things.append(
                Thing(
                    name: Bilingual(vi: "ô chữ ký số", en: "signature's field"), pointer: "/signature_field",
                    box: field.area))
        }
        var violations: [Violation] = []
        let interior = sheet.geometry.interior
        for (index, thing) in things.enumerated() {
            if !interior.contains(thing.box) {
                violations.append(
                    Violation(
                        "template-off-page",
                        vi:
                            "\(thing.name.vi) ra ngoài vùng trong khung (mẫu thử: \(sample.text.vi)); hãy dời hoặc thu nhỏ",
                        en:
                            "The \(thing.name.en) leaves the frame (sample: \(sample.text.en)); move it or make it smaller",
                        at: Place(pointer: thing.pointer)))
            }
            for other in things[..<index] where thing.box.intersects(other.box) {
                violations.append(
                    Violation(
                        "template-overlap",
                        vi:
                            "\(thing.name.vi) và \(other.name.vi) chồng lên nhau (mẫu thử: \(sample.text.vi)); hãy dời một bên",
                        en:
                            "The \(thing.name.en) and the \(other.name.en) overlap (sample: \(sample.text.en)); move one of them",
                        at: Place(pointer: thing.pointer)))
            }
        }
        return violations
    }
}

/// What a sample is about.
struct ProofSampleName {
    let text: Bilingual

    func about(_ violation: Violation) -> Violation {
        Violation(
            violation.code, vi: "mẫu thử “\(text.vi)”: \(violation.text.vi)",
            en: "sample “\(text.en)”: \(violation.text.en)", at: Place(pointer: "/layout"))
    }
}

/// Papers with invented contents.
struct ProofSample {
    let name: ProofSampleName
    let paper: CertificatePaper

    private init(
        _ vi: String, _ en: String, _ paper: CertificatePaper,
        _ change: (inout CertificatePaper) -> Void = { _ in }
    ) {
        var paper = paper
        change(&paper)
        name = ProofSampleName(text: Bilingual(vi: vi, en: en))
        self.paper = paper
    }

    /// Every kind of content in the first level that the design has colours for, and the usual one in each other.
    static func all(levels known: Set<SelectionLevel>) throws -> [ProofSample] {
        let levels = SelectionLevel.allCases.filter(known.contains)
        guard let first = levels.first(where: { $0 == .provincial }) ?? levels.first else { return [] }
        let usual = try usual(first)
        var samples = [
            ProofSample("thường gặp", "usual", usual) { $0.classification = "A" },
            ProofSample("ngắn nhất", "shortest", usual) { paper in
                paper.product.name = "Ấm"
                paper.establishment.name = "Cơ sở Mẫu"
                paper.signature.capacity = ""
                paper.signature.name = ""
            },
            ProofSample("tên dài 200 ký tự", "names of 200 characters", usual) { paper in
                paper.product.name = longProduct
                paper.establishment.name = longEstablishment
            },
            ProofSample("bộ 12 sản phẩm", "set of 12 members", usual) { $0.product.members = members },
            ProofSample("bộ 12 sản phẩm, tên dài", "set of 12 members, long names", usual) { paper in
                paper.product.name = longProduct
                paper.product.members = members
                paper.establishment.name = longEstablishment
            },
            ProofSample("địa bàn cũ và mới", "old and new units", usual) { paper in
                paper.establishment.unit =
                    "xã Tân Cương Mẫu, thành phố Thái Nguyên, tỉnh Thái Nguyên (nay là xã Tân Cương, tỉnh Thái Nguyên)"
            },
            ProofSample("cơ quan có cấp trên", "issuer under a superior", usual) { paper in
                paper.issuer = ["BỘ CÔNG THƯƠNG", "CỤC ĐỔI MỚI SÁNG TẠO, CHUYỂN ĐỔI XANH VÀ KHUYẾN CÔNG"]
                paper.decision.authority = "Cục trưởng Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
                paper.signature.capacity = "TL. BỘ TRƯỞNG"
                paper.signature.title = "CỤC TRƯỞNG CỤC ĐỔI MỚI SÁNG TẠO, CHUYỂN ĐỔI XANH VÀ KHUYẾN CÔNG"
            },
        ]
        for level in levels where level != first {
            samples.append(ProofSample(level.name.vi, level.name.en, try self.usual(level)))
        }
        return samples
    }

    private static func usual(_ level: SelectionLevel) throws -> CertificatePaper {
        let code = "7KQF-9M2X-C4AB-8PWT"
        return CertificatePaper(
            level: level, levelName: "\(level.name.vi) năm 2026", number: "0015/2026/CNNT-T19",
            issuer: ["ỦY BAN NHÂN DÂN TỈNH MẪU"],
            product: .init(name: "Chè đinh Ví Dụ", group: "Chế biến nông, lâm, thủy sản và thực phẩm"),
            establishment: .init(name: "Hợp tác xã Chè Ví Dụ", unit: "xã Mẫu, tỉnh Mẫu"),
            decision: .init(
                number: "2875/QĐ-UBND", day: try Day(iso: "2026-11-12"),
                authority: "Chủ tịch Ủy ban nhân dân tỉnh Mẫu"),
            place: "Tỉnh Mẫu", issuedOn: try Day(iso: "2026-11-20"), validThrough: try Day(iso: "2029-12-31"),
            signature: .init(capacity: "KT. CHỦ TỊCH", title: "PHÓ CHỦ TỊCH", name: "Nguyễn Thị Ví Dụ"),
            verification: .init(
                code: code,
                address: "https://cnnt.example.vn/c/\(code)?" + String(repeating: "Zx9-", count: 84)),
            isSpecimen: true)
    }

    /// 200 characters each.
    private static let longProduct =
        "Bộ ấm chén gốm men tro trấu truyền thống vẽ tay hoa văn trống đồng Đông Sơn kết hợp quai mây tre đan và hộp "
        + "gỗ sơn mài khảm trai dùng làm quà tặng ngoại giao, du lịch và trưng bày trong không gian trà"
    private static let longEstablishment =
        "Hợp tác xã Sản xuất, Chế biến, Kinh doanh Dịch vụ Tổng hợp Nông – Lâm nghiệp và Thủ công mỹ nghệ Truyền "
        + "thống Kiểu mẫu của Phụ nữ các Dân tộc thiểu số vùng An toàn khu Định Hóa, Việt Bắc, Ví Dụ Một Ba"
    private static let members = (1...12).map { "Chén trà cỡ \($0) men tro trấu vẽ tay hoa văn trống đồng" }
}
