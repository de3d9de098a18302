/// A made-up country: establishments, their products and fifteen years of awards, each record the same for the same seed
/// whichever are asked for. Names are put together from common words; nobody is meant.
struct Country {
    let units: CountryUnits
    let seed: UInt64
    let establishmentCount: Int
    let productCount: Int
    let awardCount: Int

    struct Maker {
        let index: Int
        let name: String
        let legalForm: String
        let craft: Craft
        let commune: CountryUnits.Commune
        /// Registered when there were districts.
        let isOld: Bool

        var externalID: String { "E\(index)" }
        var taxCode: String { Country.taxCode(index) }
        var phone: String { "09" + Country.digits(index * 37 % 100_000_000, 8) }
    }

    struct Product {
        let index: Int
        let name: String
        let group: String
        let maker: Maker

        var externalID: String { "P\(index)" }
    }

    struct Award {
        let product: Product
        let level: String
        let issuer: String
        let year: Int
        let date: String
        let number: String
        let certificate: String?
        let isNamedOnly: Bool
    }

    // MARK: Records

    func maker(_ index: Int) -> Maker {
        var numbers = SeededNumbers(seed: seed, kind: 1, index: index)
        let isOld = numbers.happens(percent: 85)
        let commune = numbers.one(of: isOld ? units.old : units.new)
        let craft = numbers.one(of: Craft.all)
        let brand = "\(numbers.one(of: Self.syllables)) \(numbers.one(of: Self.syllables))"
        let person =
            "\(numbers.one(of: Self.families)) \(numbers.one(of: Self.middles)) \(numbers.one(of: Self.syllables))"
        let (form, name): (String, String) =
            switch numbers.below(100) {
            case 0..<35: ("enterprise", "Công ty TNHH \(craft.trade) \(brand)")
            case 35..<60:
                (
                    "cooperative",
                    "Hợp tác xã \(craft.trade) \(numbers.happens(percent: 50) ? brand : commune.name)"
                )
            case 60..<65: ("cooperative-group", "Tổ hợp tác \(craft.trade) \(commune.name)")
            case 65..<68: ("craft-village", "Làng nghề \(craft.trade) \(commune.name)")
            default:
                (
                    "household",
                    numbers.happens(percent: 50)
                        ? "Cơ sở \(craft.trade) \(person)" : "Hộ kinh doanh \(person)"
                )
            }
        return Maker(
            index: index, name: name, legalForm: form, craft: craft, commune: commune, isOld: isOld)
    }

    func product(_ index: Int) -> Product {
        var numbers = SeededNumbers(seed: seed, kind: 2, index: index)
        let maker = maker(index % establishmentCount)
        let base = "\(numbers.one(of: maker.craft.goods)) \(numbers.one(of: maker.craft.kinds))"
        let name =
            switch numbers.below(4) {
            case 0: "\(base) \(maker.commune.name)"
            case 1: "\(base) \(numbers.one(of: Self.syllables)) \(numbers.one(of: Self.syllables))"
            case 2: "\(base) loại \(1 + numbers.below(3))"
            default: base
            }
        // a maker's products have different names, however few words there are
        return Product(
            index: index,
            name: index < establishmentCount ? name : "\(name) số \(index / establishmentCount + 1)",
            group: maker.craft.group, maker: maker)
    }

    /// Two awards for each of the products that have some, in different years.
    func award(_ index: Int) -> Award {
        var numbers = SeededNumbers(seed: seed, kind: 3, index: index / 2)
        let product = product(numbers.below(productCount))
        let first = 2011 + numbers.below(10)
        let isSecond = index % 2 == 1
        let year = isSecond ? first + 2 + numbers.below(4) : first
        let mustBeNew = !product.maker.isOld
        let date =
            mustBeNew || year > 2025
            ? (isSecond ? "2026-06-" : "2025-10-") + Self.digits(1 + numbers.below(28), 2)
            : "\(year)-0\(4 + numbers.below(3))-" + Self.digits(1 + numbers.below(28), 2)
        let isReformed = date >= CountryUnits.reform
        let (level, issuer) = issuer(of: product.maker, isReformed: isReformed, isSecond: isSecond, &numbers)
        let decided = Int(date.prefix(4)) ?? year
        return Award(
            product: product, level: level, issuer: issuer, year: decided, date: date,
            // many products in one decision; the index keeps what a product got twice apart
            number:
                "\(1 + numbers.below(90))\(isSecond ? "B" : "A")\(index / 2 % 97)/QĐ-\(level == "national" ? "BCT" : "UBND")",
            certificate: decided >= 2015 && numbers.happens(percent: 30) ? "\(index)/\(decided)/GCN" : nil,
            isNamedOnly: numbers.happens(percent: 20))
    }

    private func issuer(
        of maker: Maker, isReformed: Bool, isSecond: Bool, _ numbers: inout SeededNumbers
    ) -> (level: String, code: String) {
        let province =
            maker.isOld && isReformed
            ? units.provinceAfter[maker.commune.province] ?? maker.commune.province : maker.commune.province
        switch numbers.below(isSecond ? 100 : 60) {
        case 0..<40:
            if !isReformed, let district = maker.commune.district { return ("district", district) }
            return maker.isOld ? ("provincial", province) : ("commune", maker.commune.code)
        case 40..<85: return ("provincial", province)
        case 85..<97: return ("regional", units.region(ofProvince: province))
        default: return ("national", "VN")
        }
    }

    // MARK: Words

    static let families = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
        "Ngô", "Dương", "Lý", "Lò", "Nông", "Hà", "Mai",
    ]
    static let middles = [
        "Văn", "Thị", "Đức", "Hữu", "Minh", "Ngọc", "Quang", "Thanh", "Xuân", "Bích", "Thu", "Kim",
    ]
    static let syllables = [
        "An", "Anh", "Bách", "Bảo", "Bình", "Cẩm", "Châu", "Chi", "Công", "Cường", "Diễm", "Diệp", "Duy",
        "Dũng", "Đại",
        "Đạt", "Điền", "Đông", "Gia", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hiếu", "Hòa", "Hoàn", "Hồng",
        "Huệ", "Hùng",
        "Huy", "Hương", "Khang", "Khánh", "Khôi", "Kiên", "Lam", "Lan", "Liên", "Linh", "Loan", "Lộc", "Long",
        "Lợi", "Mạnh",
        "Minh", "Mỹ", "Nam", "Nga", "Nghĩa", "Ngọc", "Nguyên", "Nhân", "Nhung", "Oanh", "Phát", "Phong",
        "Phú", "Phúc",
        "Phương", "Quân", "Quang", "Quế", "Quốc", "Quyên", "Quỳnh", "Sơn", "Tâm", "Tân", "Thái", "Thành",
        "Thảo", "Thắng",
        "Thiện", "Thịnh", "Thọ", "Thu", "Thủy", "Tiến", "Tín", "Toàn", "Trang", "Trí", "Trung", "Tú", "Tuấn",
        "Tùng", "Tuyết",
        "Uyên", "Vân", "Việt", "Vinh", "Vượng", "Xuân", "Yên", "Ý",
    ]

    /// Ten digits of which the last is a check digit; numbers without one are skipped.
    static func taxCode(_ index: Int) -> String {
        let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]
        // the sums of two neighbours differ by the last weight: one of them has a check digit
        for nine in [100_000_000 + 2 * index, 100_000_000 + 2 * index + 1] {
            let check = 10 - zip(weights, String(nine).utf8).reduce(0) { $0 + $1.0 * (Int($1.1) - 48) } % 11
            if check < 10 { return "\(nine)\(check)" }
        }
        return ""
    }

    static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

/// What a maker lives from.
struct Craft {
    let trade: String
    let industry: String
    let group: String
    let goods: [String]
    let kinds: [String]

    static let all = [
        Craft(
            trade: "Chè", industry: "Chế biến chè", group: "food",
            goods: ["Chè", "Trà", "Chè xanh", "Hồng trà"],
            kinds: ["đinh", "tôm nõn", "móc câu", "búp sao", "shan tuyết", "ướp sen", "ướp nhài"]),
        Craft(
            trade: "Gốm sứ", industry: "Gốm sứ mỹ nghệ", group: "handicraft",
            goods: ["Bình gốm", "Lọ hoa", "Bộ ấm chén", "Đĩa gốm", "Tượng gốm"],
            kinds: ["men lam", "men rạn", "men ngọc", "vẽ tay", "hoa sen", "dát vàng"]),
        Craft(
            trade: "Mây tre đan", industry: "Mây tre đan", group: "handicraft",
            goods: ["Khay", "Giỏ", "Đèn lồng", "Rổ", "Túi xách"],
            kinds: ["mây", "tre hun khói", "cói", "lục bình", "giang đan"]),
        Craft(
            trade: "Đồ gỗ", industry: "Mộc mỹ nghệ", group: "handicraft",
            goods: ["Khay trà", "Tượng gỗ", "Bàn ghế", "Tranh gỗ", "Hộp gỗ"],
            kinds: ["gỗ lũa", "gỗ hương", "gỗ mít", "khảm trai", "chạm khắc"]),
        Craft(
            trade: "Dệt thổ cẩm", industry: "Dệt thổ cẩm", group: "handicraft",
            goods: ["Khăn", "Túi", "Áo", "Chăn", "Ví"],
            kinds: ["thổ cẩm", "lụa tơ tằm", "lanh", "nhuộm chàm", "thêu tay"]),
        Craft(
            trade: "Nông sản", industry: "Chế biến nông sản", group: "food",
            goods: ["Gạo nếp", "Miến dong", "Bún khô", "Bánh đa", "Tinh bột nghệ"],
            kinds: ["cái hoa vàng", "truyền thống", "hữu cơ", "đặc sản", "sấy lạnh"]),
        Craft(
            trade: "Mật ong", industry: "Nuôi ong lấy mật", group: "food",
            goods: ["Mật ong", "Phấn hoa", "Sữa ong chúa"],
            kinds: ["hoa rừng", "bạc hà", "hoa nhãn", "hoa cà phê", "nguyên chất"]),
        Craft(
            trade: "Thủy sản", industry: "Chế biến thủy sản", group: "food",
            goods: ["Nước mắm", "Cá khô", "Mực một nắng", "Tôm khô", "Ruốc"],
            kinds: ["cốt", "cá cơm", "truyền thống", "thượng hạng", "đóng hộp"]),
        Craft(
            trade: "Cơ khí", industry: "Cơ khí chế tạo", group: "machinery",
            goods: ["Máy thái", "Máy sấy", "Máy ép", "Máy tuốt lúa", "Lò sao"],
            kinds: ["đa năng", "mini", "công nghiệp", "tự động", "cầm tay"]),
        Craft(
            trade: "Dược liệu", industry: "Chế biến dược liệu", group: "other",
            goods: ["Tinh dầu", "Cao", "Trà túi lọc", "Nước tắm"],
            kinds: ["sả", "quế", "hồi", "atiso", "lá thuốc"]),
    ]
}
