import Registry
import RuralIndustry

extension Action {
    /// What saved a version of a record, as its history tells it.
    var changeWords: Bilingual {
        switch self {
        case .establishmentAdd, .productAdd: Bilingual(vi: "ghi mới", en: "added")
        case .establishmentEdit, .productEdit: Bilingual(vi: "sửa", en: "edited")
        case .establishmentClose: Bilingual(vi: "ghi nhận ngừng hoạt động", en: "closed")
        case .productClose: Bilingual(vi: "ghi nhận thôi sản xuất", en: "closed")
        case .establishmentImport, .productImport: Bilingual(vi: "nhập từ tệp", en: "imported from a file")
        case .establishmentSite: Bilingual(vi: "thay đổi nơi sản xuất", en: "production sites changed")
        case .establishmentMerge: Bilingual(vi: "hợp nhất hoặc bỏ hợp nhất", en: "merged, or a merge undone")
        case .establishmentRedact:
            Bilingual(vi: "xóa khỏi lịch sử theo văn bản", en: "removed from history by an act")
        case .registrationConfirm:
            Bilingual(vi: "xác nhận đăng ký của cơ sở", en: "its own registration confirmed")
        default: Bilingual(vi: "thay đổi", en: "changed")
        }
    }
}
