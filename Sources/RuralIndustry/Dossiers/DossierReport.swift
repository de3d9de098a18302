/// What a dossier lacks on a day, each by name, and what somebody should look at though it refuses nothing.
public struct DossierReport: Hashable, Sendable {
    public let level: SelectionLevel
    /// The day on which expiry is judged.
    public let day: Day
    /// `paper-missing`, `photographs-missing`, `paper-expired`.
    public let lacks: [Violation]
    /// `paper-undocumented`, `photograph-small`, `photograph-grey`.
    public let advice: [Violation]

    public var isComplete: Bool { lacks.isEmpty }

    /// Checks papers against what a level asks.
    ///
    /// A paper that has expired is named as such and not as missing too; a paper issued after the day does not count.
    ///
    /// - Parameter recorded: what the registry knows itself, by its own awards and nominations, and needs no paper for.
    public init(
        _ papers: [Paper], at level: SelectionLevel, exception: EntryException? = nil,
        recorded: Set<PaperKind> = [], on day: Day
    ) {
        self.level = level
        self.day = day
        let issued = papers.filter { $0.issuedOn.map { $0 <= day } ?? true }
        let missing = DossierRequirement.of(level, exception: exception).compactMap {
            requirement -> Violation? in
            let count = issued.count { $0.kind == requirement.kind }
            if count >= requirement.count || recorded.contains(requirement.kind) { return nil }
            return requirement.kind == .photo
                ? .photographsMissing(requirement, have: count) : .paperMissing(requirement)
        }
        lacks = missing + issued.filter { $0.isExpired(on: day) }.map(Violation.paperExpired)
        advice = issued.flatMap(\.advice)
    }
}

extension Paper {
    /// What somebody should look at, though it refuses nothing.
    public var advice: [Violation] {
        var advice: [Violation] = []
        if kind.isEvidence, number == nil || issuer == nil || issuedOn == nil {
            advice.append(.undocumented(self))
        }
        if kind == .photo, let picture {
            if picture.isGrey { advice.append(.greyPhotograph(self)) }
            if !PhotographSize.isEnough(picture) { advice.append(.smallPhotograph(self, picture)) }
        }
        return advice
    }
}

/// The law wants prints of at least 10 × 15 cm (TT 26/2014/TT-BCT Đ12.1b); at 150 dots an inch, where a print begins to look
/// sharp, that is so many pixels. Our reading: the law says nothing of pixels.
enum PhotographSize {
    static let short = 590
    static let long = 886

    static func isEnough(_ picture: Paper.Picture) -> Bool {
        min(picture.width, picture.height) >= short && max(picture.width, picture.height) >= long
    }
}

extension Violation {
    fileprivate static func paperMissing(_ requirement: DossierRequirement) -> Violation {
        Violation(
            "paper-missing", vi: "thiếu: \(requirement.kind.name.vi) (\(requirement.source))",
            en: "missing: \(requirement.kind.name.en) (\(requirement.source))")
    }

    fileprivate static func photographsMissing(_ requirement: DossierRequirement, have: Int) -> Violation {
        let lack = requirement.count - have
        return Violation(
            "photographs-missing",
            vi:
                "thiếu \(lack) ảnh màu của sản phẩm: cần \(requirement.count), mới có \(have) (\(requirement.source))",
            en:
                "\(lack) photographs missing: \(requirement.count) needed, \(have) there (\(requirement.source))"
        )
    }

    fileprivate static func paperExpired(_ paper: Paper) -> Violation {
        let day = paper.expiresOn
        return Violation(
            "paper-expired", vi: "hết hạn ngày \(day?.vietnamese ?? ""): \(paper.name.vi)",
            en: "expired after \(day?.iso ?? ""): \(paper.name.en)")
    }

    fileprivate static func undocumented(_ paper: Paper) -> Violation {
        Violation(
            "paper-undocumented", vi: "\(paper.name.vi): chưa ghi đủ số, nơi cấp và ngày cấp",
            en: "\(paper.name.en): its number, issuer or day of issue is not written down")
    }

    fileprivate static func greyPhotograph(_ paper: Paper) -> Violation {
        Violation(
            "photograph-grey", vi: "\(paper.name.vi): là ảnh đen trắng, quy định yêu cầu ảnh màu",
            en: "\(paper.name.en): it is black and white, colour is asked for")
    }

    fileprivate static func smallPhotograph(_ paper: Paper, _ picture: Paper.Picture) -> Violation {
        Violation(
            "photograph-small",
            vi: "\(paper.name.vi): \(picture.width) × \(picture.height) điểm ảnh, in cỡ 10 × 15 cm sẽ mờ",
            en:
                "\(paper.name.en): \(picture.width) × \(picture.height) pixels, blurred when printed at 10 × 15 cm"
        )
    }
}
