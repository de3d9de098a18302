/// Why an establishment is a rural-industry establishment by law, is not, or cannot be told to be: a sentence, the article that
/// it rests on, and what it says about the question.
///
/// The raw value is a stable word that programs may rely on.
public enum EligibilityReason: String, CaseIterable, Hashable, Sendable {
    case formNamed = "form-named"
    case formAdded = "form-added"
    case formNotYet = "form-not-yet"

    case sizeNotTested = "size-not-tested"
    case sizeSmallOrMedium = "size-small-or-medium"
    case sizeTooManyPersons = "size-too-many-persons"
    case sizeTooMuchMoney = "size-too-much-money"
    case sizeLabourMissing = "size-labour-missing"
    case sizeMoneyMissing = "size-money-missing"
    case sizeCapitalSmall = "size-capital-small"
    case sizeCapitalLarge = "size-capital-large"
    case sizeCapitalMissing = "size-capital-missing"
    case sizeFree = "size-free"

    case areaFree = "area-free"
    case beforeDecree = "before-decree"
    case siteUnitUnknown = "site-unit-unknown"
    case siteUnitsDiffer = "site-units-differ"
    case siteNotCommune = "site-not-commune"
    case commune
    case township
    case ruralDistrict = "rural-district"
    case town
    case wardDistrictUnknown = "ward-district-unknown"
    case wardOfCity = "ward-of-city"
    case wardOfUrbanDistrict = "ward-of-urban-district"
    case wardWithoutDistrict = "ward-without-district"
    case specialZoneNotNamed = "special-zone-not-named"
    case communeOrSpecialZone = "commune-or-special-zone"
    case wardOfProvince = "ward-of-province"
    case wardOfCentralCity = "ward-of-central-city"
    case wardOfNewCentralCity = "ward-of-new-central-city"
    case wardProvinceUnknown = "ward-province-unknown"
    case townshipNoLonger = "township-no-longer"

    case someSitesOnly = "some-sites-only"

    /// What it says about the question.
    public var verdict: Verdict {
        switch self {
        case .formNamed, .formAdded, .sizeNotTested, .sizeSmallOrMedium, .sizeCapitalSmall, .sizeFree,
            .areaFree,
            .commune, .township, .ruralDistrict, .town, .communeOrSpecialZone, .wardOfProvince,
            .someSitesOnly:
            .yes
        case .formNotYet, .sizeTooManyPersons, .sizeTooMuchMoney, .sizeCapitalLarge, .wardOfCentralCity,
            .wardOfNewCentralCity:
            .no
        case .sizeLabourMissing, .sizeMoneyMissing, .sizeCapitalMissing, .beforeDecree, .siteUnitUnknown,
            .siteUnitsDiffer, .siteNotCommune, .wardDistrictUnknown, .wardOfCity, .wardOfUrbanDistrict,
            .wardWithoutDistrict, .specialZoneNotNamed, .wardProvinceUnknown, .townshipNoLonger:
            .cannotTell
        }
    }

    /// The article.
    public var source: String {
        switch self {
        case .formNamed, .sizeNotTested, .beforeDecree, .siteNotCommune, .commune, .township, .ruralDistrict,
            .town,
            .wardDistrictUnknown, .wardWithoutDistrict, .specialZoneNotNamed:
            "NĐ 45/2012/NĐ-CP Đ1.2a"
        case .wardOfCity, .wardOfUrbanDistrict: "NĐ 45/2012/NĐ-CP Đ1.2a; TT 46/2012/TT-BCT Đ3"
        case .formAdded, .formNotYet, .communeOrSpecialZone, .wardOfProvince, .wardOfCentralCity,
            .wardOfNewCentralCity, .wardProvinceUnknown, .townshipNoLonger:
            "NĐ 235/2025/NĐ-CP"
        case .sizeSmallOrMedium, .sizeTooManyPersons, .sizeTooMuchMoney, .sizeLabourMissing,
            .sizeMoneyMissing:
            "TT 46/2012/TT-BCT Đ3; NĐ 80/2021/NĐ-CP Đ5 (11/3/2018–14/10/2021: NĐ 39/2018/NĐ-CP Đ6)"
        case .sizeCapitalSmall, .sizeCapitalLarge, .sizeCapitalMissing:
            "TT 46/2012/TT-BCT Đ3; NĐ 56/2009/NĐ-CP Đ3"
        case .sizeFree, .areaFree, .siteUnitUnknown, .siteUnitsDiffer, .someSitesOnly: "TT 46/2012/TT-BCT Đ3"
        }
    }

    public var text: Bilingual {
        switch self {
        case .formNamed, .formAdded, .formNotYet: formText
        case .sizeNotTested, .sizeSmallOrMedium, .sizeTooManyPersons, .sizeTooMuchMoney, .sizeLabourMissing,
            .sizeMoneyMissing, .sizeCapitalSmall, .sizeCapitalLarge, .sizeCapitalMissing, .sizeFree:
            sizeText
        case .commune, .township, .ruralDistrict, .town, .wardDistrictUnknown, .wardOfCity,
            .wardOfUrbanDistrict,
            .wardWithoutDistrict, .specialZoneNotNamed:
            earlierAreaText
        default: areaText
        }
    }

    private var formText: Bilingual {
        switch self {
        case .formNamed:
            Bilingual(
                vi:
                    "loại hình này thuộc đối tượng: doanh nghiệp nhỏ và vừa, hợp tác xã, tổ hợp tác, hộ kinh doanh",
                en:
                    "the decree names this form: small and medium enterprises, cooperatives, cooperative groups, households"
            )
        case .formAdded:
            Bilingual(
                vi: "liên hiệp hợp tác xã và làng nghề được công nhận thuộc đối tượng từ 15/10/2025",
                en: "cooperative unions and recognised craft villages are named since 2025-10-15")
        default:
            Bilingual(
                vi: "liên hiệp hợp tác xã và làng nghề chỉ thuộc đối tượng từ 15/10/2025",
                en: "cooperative unions and craft villages are named only since 2025-10-15")
        }
    }

    private var sizeText: Bilingual {
        switch self {
        case .sizeNotTested:
            Bilingual(
                vi: "chỉ doanh nghiệp phải xét quy mô nhỏ và vừa; loại hình này không phải xét",
                en: "only enterprises have to be small or medium; this form does not")
        case .sizeSmallOrMedium:
            Bilingual(
                vi:
                    "là doanh nghiệp nhỏ và vừa: không quá 200 lao động, và doanh thu không quá 200 tỷ hoặc vốn không quá 100 tỷ đồng",
                en:
                    "a small or medium enterprise: at most 200 persons, and revenue of at most 200 or capital of at most 100 billion VND"
            )
        case .sizeTooManyPersons:
            Bilingual(
                vi:
                    "không phải doanh nghiệp nhỏ và vừa: hơn 200 lao động (lấy số ghi trong sổ làm bình quân năm)",
                en:
                    "not a small or medium enterprise: more than 200 persons (the registered figure taken as the year's mean)"
            )
        case .sizeTooMuchMoney:
            Bilingual(
                vi: "không phải doanh nghiệp nhỏ và vừa: doanh thu hơn 200 tỷ và vốn hơn 100 tỷ đồng",
                en: "not a small or medium enterprise: revenue above 200 and capital above 100 billion VND")
        case .sizeLabourMissing:
            Bilingual(
                vi: "chưa ghi số lao động (labour): chưa xét được quy mô",
                en: "labour is not registered: the size cannot be tested")
        case .sizeMoneyMissing:
            Bilingual(
                vi: "chưa ghi doanh thu (revenue_vnd) hoặc vốn (capital_vnd): chưa xét được quy mô",
                en: "revenue or capital is not registered: the size cannot be tested")
        case .sizeCapitalSmall:
            Bilingual(
                vi: "là doanh nghiệp nhỏ và vừa theo tiêu chí trước 11/3/2018: vốn không quá 100 tỷ đồng",
                en:
                    "a small or medium enterprise by the test before 2018-03-11: capital of at most 100 billion VND"
            )
        case .sizeCapitalLarge:
            Bilingual(
                vi: "không phải doanh nghiệp nhỏ và vừa theo tiêu chí trước 11/3/2018: vốn hơn 100 tỷ đồng",
                en:
                    "not a small or medium enterprise by the test before 2018-03-11: capital above 100 billion VND"
            )
        case .sizeCapitalMissing:
            Bilingual(
                vi: "chưa ghi vốn (capital_vnd), tiêu chí ưu tiên trước 11/3/2018: chưa xét được quy mô",
                en:
                    "capital, which had precedence before 2018-03-11, is not registered: the size cannot be tested"
            )
        default:
            Bilingual(
                vi: "áp dụng sản xuất sạch hơn: không giới hạn quy mô",
                en: "cleaner production: no limit of size")
        }
    }

    /// NĐ 45/2012 as it was worded until 14 October 2025.
    private var earlierAreaText: Bilingual {
        switch self {
        case .commune: Bilingual(vi: "nơi sản xuất ở xã", en: "it produces in a commune (xã)")
        case .township: Bilingual(vi: "nơi sản xuất ở thị trấn", en: "it produces in a township (thị trấn)")
        case .ruralDistrict:
            Bilingual(vi: "nơi sản xuất thuộc huyện", en: "it produces in a rural district (huyện)")
        case .town:
            Bilingual(
                vi: "nơi sản xuất thuộc thị xã, kể cả phường của thị xã",
                en: "it produces in a town (thị xã), whose wards are included")
        case .wardDistrictUnknown:
            Bilingual(
                vi: "nơi sản xuất ở phường nhưng dữ liệu thiếu đơn vị cấp huyện của phường",
                en: "it produces in a ward whose district the data do not hold")
        case .wardOfCity:
            Bilingual(
                vi:
                    "phường của thành phố: dữ liệu không có loại đô thị của thành phố (loại 2, 3 thì có) và, nếu loại 1, ngày xã chuyển thành phường (không quá 5 năm, tính đến 31/12 năm trước năm kế hoạch)",
                en:
                    "a ward of a city: the data lack the city's class (2 and 3 count) and, for class 1, the day on which a commune became the ward (at most 5 years, to 31 December before the plan year)"
            )
        case .wardOfUrbanDistrict:
            Bilingual(
                vi:
                    "phường của quận: văn bản không nêu quận, chỉ nêu phường của thành phố loại 1 chuyển từ xã không quá 5 năm; dữ liệu không có loại đô thị và ngày xã chuyển thành phường",
                en:
                    "a ward of an urban district: the text names none, only wards of class-1 cities converted from communes within 5 years; the data lack the city's class and the day of conversion"
            )
        case .wardWithoutDistrict:
            Bilingual(
                vi:
                    "từ 1/7 đến 14/10/2025 không còn cấp huyện nhưng văn bản vẫn xét phường theo loại thành phố: không nói về phường thuộc thẳng tỉnh, thành phố",
                en:
                    "from 2025-07-01 to 2025-10-14 there were no districts, but the text still asked for the class of a ward's city: it is silent on wards directly below a province"
            )
        default:
            Bilingual(
                vi: "văn bản áp dụng đến 14/10/2025 không nêu đặc khu",
                en: "the text in force until 2025-10-14 does not name special zones")
        }
    }

    private var areaText: Bilingual {
        switch self {
        case .areaFree:
            Bilingual(
                vi: "áp dụng sản xuất sạch hơn: không giới hạn địa bàn",
                en: "cleaner production: no limit of area")
        case .beforeDecree:
            Bilingual(
                vi: "trước 5/7/2012 áp dụng văn bản cũ (NĐ 134/2004/NĐ-CP), chưa có trong hệ thống",
                en: "before 2012-07-05 an older decree (134/2004) applied, whose rules are not held here")
        case .siteUnitUnknown:
            Bilingual(
                vi: "không biết nơi sản xuất thuộc xã nào vào ngày này (thiếu phả hệ đơn vị)",
                en: "it is not known which commune the site lies in on this day (lineage is missing)")
        case .siteUnitsDiffer:
            Bilingual(
                vi:
                    "xã của nơi sản xuất ứng với nhiều đơn vị vào ngày này và các đơn vị đó cho kết quả khác nhau; hãy ghi rõ mã xã",
                en:
                    "the site's commune is several units on this day, which do not agree; register the exact commune"
            )
        case .siteNotCommune:
            Bilingual(
                vi: "đơn vị ghi cho nơi sản xuất không phải là xã, phường, thị trấn hay đặc khu",
                en: "the unit registered for the site is no commune, ward, township or special zone")
        case .communeOrSpecialZone:
            Bilingual(
                vi: "nơi sản xuất ở xã hoặc đặc khu", en: "it produces in a commune or a special zone")
        case .wardOfProvince:
            Bilingual(vi: "nơi sản xuất ở phường của tỉnh", en: "it produces in a ward of a province (tỉnh)")
        case .wardOfCentralCity:
            Bilingual(
                vi: "phường của thành phố trực thuộc Trung ương không thuộc địa bàn (chỉ xã và đặc khu)",
                en: "wards of centrally-run cities are outside (only their communes and special zones count)")
        case .wardOfNewCentralCity:
            Bilingual(
                vi:
                    "tỉnh đã thành thành phố trực thuộc Trung ương nên phường không còn thuộc địa bàn; chưa thấy quy định chuyển tiếp, hãy kiểm tra trước khi từ chối",
                en:
                    "the province has become a centrally-run city, so its wards are outside; no transition rule was seen, check before refusing"
            )
        case .wardProvinceUnknown:
            Bilingual(
                vi: "nơi sản xuất ở phường nhưng dữ liệu thiếu tỉnh, thành phố của phường vào ngày này",
                en: "it produces in a ward whose province the data do not hold on this day")
        case .townshipNoLonger:
            Bilingual(
                vi: "văn bản từ 15/10/2025 không nêu thị trấn, loại đơn vị không còn từ 1/7/2025",
                en: "the text since 2025-10-15 does not name townships, which ended on 2025-07-01")
        default:
            Bilingual(
                vi: "chỉ phần sản xuất ở những nơi đủ điều kiện mới được tính",
                en: "only the production at the sites that qualify counts")
        }
    }
}
