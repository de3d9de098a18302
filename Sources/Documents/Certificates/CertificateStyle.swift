/// The style of one text: cut, colour, how it may shrink and wrap, and how close it stands to what is above
/// it.
///
/// Each pair holds the value of an airy page and that of a crowded one; a page uses one mixture of the two
/// throughout, so that the proportions stay.
struct CertificateStyle {
    let typeface: Typeface
    let loose: FitRule
    let tight: FitRule
    let gap: (loose: Double, tight: Double)
    var role = StructureRole.paragraph
    /// In ems.
    var tracking = 0.0
    /// How much of the column's width an airy page uses; a crowded one uses all.
    var looseMeasure = 1.0

    func measure(_ tightness: Double) -> Double { looseMeasure + (1 - looseMeasure) * tightness }

    func rule(_ tightness: Double) -> FitRule { .between(loose, tight, at: tightness) }

    func gap(_ tightness: Double) -> Double { gap.loose + (gap.tight - gap.loose) * tightness }

    /// The distance of baselines, in ems.
    static func leading(_ tightness: Double) -> Double { 1.34 - 0.12 * tightness }
    /// The height kept free above and below a baseline, in ems: capitals with two marks above, and one below.
    static let above = 0.98
    static let below = 0.26

    private init(
        _ typeface: Typeface, _ loose: FitRule, _ tight: FitRule, gap: (loose: Double, tight: Double),
        role: StructureRole = .paragraph, tracking: Double = 0, looseMeasure: Double = 1
    ) {
        self.typeface = typeface
        self.loose = loose
        self.tight = tight
        self.gap = gap
        self.role = role
        self.tracking = tracking
        self.looseMeasure = looseMeasure
    }

    /// The same on a sheet of another size, in quarters of a point; a scale of 1 changes nothing.
    func scaled(by scale: Double) -> CertificateStyle {
        guard scale != 1 else { return self }
        return CertificateStyle(
            typeface, loose.scaled(by: scale), tight.scaled(by: scale),
            gap: (gap.loose * scale, gap.tight * scale),
            role: role, tracking: tracking, looseMeasure: looseMeasure)
    }

    static let issuer = CertificateStyle(
        .bold, FitRule(sizes: [13.5, 12.5], floors: [11.5, 11]),
        FitRule(sizes: [11, 10], floors: [10, 9.5]),
        gap: (10, 4))
    /// A body above the issuing one is not in bold (NĐ 30/2020/NĐ-CP, Phụ lục I).
    static let superior = CertificateStyle(.regular, issuer.loose, issuer.tight, gap: issuer.gap)
    /// The issuing body under its superior.
    static let subordinate = CertificateStyle(issuer.typeface, issuer.loose, issuer.tight, gap: (1, 0))
    static let title = CertificateStyle(
        .displayBold, .line(43, notBelow: 24), .line(29, notBelow: 24), gap: (6, 0), role: .heading1,
        tracking: 0.03)
    static let level = CertificateStyle(
        .displayBold, FitRule(sizes: [18, 16], floors: [14, 13]),
        FitRule(sizes: [14, 13], floors: [12, 11]),
        gap: (0, 0), looseMeasure: 0.86)
    static let product = CertificateStyle(
        .displayBoldItalic, FitRule(sizes: [33, 27, 22], floors: [25, 20, 17]),
        FitRule(sizes: [22, 17, 15], floors: [17, 13.5, 12]), gap: (0, 0), looseMeasure: 0.92)
    static let members = CertificateStyle(
        .regular,
        FitRule(
            sizes: [12.5, 12, 11.5, 11, 11, 10.5, 10.5], floors: [11.5, 11, 11, 10.5, 10.5, 10.5, 10.5]),
        FitRule(sizes: [9.5, 9.5, 9, 9, 9, 8.5, 8.5], floors: [9, 9, 8.5, 8.5, 8.5, 8, 8]), gap: (2, 1),
        looseMeasure: 0.9)
    static let group = CertificateStyle(
        .regular, FitRule(sizes: [12.5, 11.5], floors: [11, 11]), FitRule(sizes: [10, 9.5], floors: [9, 9]),
        gap: (3, 1))
    static let connective = CertificateStyle(
        .italic, .line(12.5, notBelow: 11), .line(9.5, notBelow: 9), gap: (2, 0))
    static let establishment = CertificateStyle(
        .bold, FitRule(sizes: [17, 15, 13.5], floors: [13.5, 13, 12.5]),
        FitRule(sizes: [12.5, 11.5, 10.5], floors: [11, 10.5, 10]), gap: (1, 0), looseMeasure: 0.92)
    static let unit = CertificateStyle(
        .regular, FitRule(sizes: [12.5, 12], floors: [11.5, 11]),
        FitRule(sizes: [10.5, 10], floors: [9.5, 9]),
        gap: (1, 0), looseMeasure: 0.92)
    static let decision = CertificateStyle(
        .regular, FitRule(sizes: [12.5, 12.5, 12], floors: [11.5, 11.5, 11]),
        FitRule(sizes: [10.5, 10, 9.5], floors: [9.5, 9.5, 9]), gap: (5, 2), looseMeasure: 0.9)

    static let nation = CertificateStyle(
        .bold, .line(13, notBelow: 11), .line(13, notBelow: 11), gap: (0, 0))
    static let motto = CertificateStyle(
        .bold, .line(14, notBelow: 11), .line(14, notBelow: 11), gap: (0, 0))
    static let date = CertificateStyle(
        .italic, .line(12.5, notBelow: 10), .line(11.5, notBelow: 9.5), gap: (0, 0))
    static let signatory = CertificateStyle(
        .bold, FitRule(sizes: [12.5, 12], floors: [11, 10.5]),
        FitRule(sizes: [11.5, 11], floors: [10.5, 10]),
        gap: (4, 1))
    static let number = CertificateStyle(
        .bold, .line(12.5, notBelow: 9.5), .line(11.5, notBelow: 9), gap: (0, 0))
    static let validity = CertificateStyle(
        .regular, .line(12.5, notBelow: 10), .line(11.5, notBelow: 9.5), gap: (4, 1))
    static let hint = CertificateStyle(
        .italic, FitRule(sizes: [9, 9], floors: [9, 8]), FitRule(sizes: [9, 9], floors: [9, 8]), gap: (0, 0))
    static let code = CertificateStyle(.bold, .line(11, notBelow: 8.5), .line(11, notBelow: 8.5), gap: (3, 3))
    static let address = CertificateStyle(
        .regular, .line(9, notBelow: 6.5), .line(9, notBelow: 6.5), gap: (3, 3))
    /// In the visible field of a digital signature.
    static let signedBy = CertificateStyle(
        .bold, FitRule(sizes: [9, 9, 8.5, 8], floors: [8, 7.5, 7, 6]),
        FitRule(sizes: [9, 9, 8.5, 8], floors: [8, 7.5, 7, 6]), gap: (0, 0))
    static let signedAt = CertificateStyle(
        .regular, FitRule(sizes: [8.5, 8.5], floors: [7, 6]), FitRule(sizes: [8.5, 8.5], floors: [7, 6]),
        gap: (2, 2))
}
