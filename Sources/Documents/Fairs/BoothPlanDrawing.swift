public import RuralIndustry

/// What a drawing of a fair's booths shows: each booth at its place with its code, who is in it, and a colour for the
/// tenant's province or for how far the booth is given.
public struct BoothPlanDrawing: Hashable, Sendable {
    /// How far a booth is given.
    public enum Standing: Int, CaseIterable, Hashable, Sendable {
        case free, held, confirmed, noShow

        public var name: Bilingual {
            switch self {
            case .free: Bilingual(vi: "còn trống", en: "free")
            case .held: Bilingual(vi: "giữ chỗ", en: "held")
            case .confirmed: Bilingual(vi: "đã xác nhận", en: "confirmed")
            case .noShow: Bilingual(vi: "không đến", en: "no-show")
            }
        }
    }

    /// What the colours tell apart.
    public enum Coloring: String, CaseIterable, Hashable, Sendable { case province, state }

    public struct ShownBooth: Hashable, Sendable {
        public let booth: Booth
        public let standing: Standing
        /// The tenant's short name.
        public let tenant: String?
        /// The tenant's province; nil also for those who come from none, such as sponsors.
        public let province: UnitCode?
        /// Where a web page goes when the booth is chosen.
        public let link: String?

        public init(
            _ booth: Booth, _ standing: Standing = .free, tenant: String? = nil, province: UnitCode? = nil,
            link: String? = nil
        ) {
            self.booth = booth
            self.standing = standing
            self.tenant = tenant
            self.province = province
            self.link = link
        }
    }

    /// The fair.
    public let title: String
    /// Its days and its venue.
    public let subtitle: String
    public let organiser: String
    /// The day whose bookings are shown.
    public let day: Day
    public let booths: [ShownBooth]
    /// Names of provinces as the legend has them; a province without one is called by its code.
    public let provinceNames: [UnitCode: String]
    public let coloring: Coloring

    public init(
        title: String, subtitle: String, organiser: String, day: Day, booths: [ShownBooth],
        provinceNames: [UnitCode: String] = [:], coloring: Coloring = .province
    ) {
        self.title = title
        self.subtitle = subtitle
        self.organiser = organiser
        self.day = day
        self.booths = booths
        self.provinceNames = provinceNames
        self.coloring = coloring
    }
}

extension BoothPlanDrawing.ShownBooth {
    /// Where the booth stands, in metres from the plan's origin.
    var ground: Rect {
        let rectangle = booth.rectangle
        return Rect(
            x: Double(rectangle.x.millimetres) / 1000, y: Double(rectangle.y.millimetres) / 1000,
            width: Double(rectangle.width.millimetres) / 1000,
            height: Double(rectangle.depth.millimetres) / 1000)
    }
}
