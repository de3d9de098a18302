import RuralIndustry

/// A paper of an office as a value: what it says, in its order, without where anything stands.
///
/// Papers are laid out after NĐ 30/2020/NĐ-CP, Phụ lục I: A4, margins of 20, 15, 20 and 30 mm, the national heading
/// at the right of the issuing body. Unlike there, the number of the page stands below, with that of all
/// pages, so that a lost page is noticed.
struct OfficeDocument: Hashable, Sendable {
    var title: String
    /// The body in whose name it is made.
    var author: String
    /// The day of the record that it shows; also the date inside the file.
    var date: Day
    /// Each begins on a page of its own and counts its own pages.
    var sections: [OfficeSection]
}

struct OfficeSection: Hashable, Sendable {
    var isLandscape = false
    /// Above the second page and later ones; the first has its heading.
    var runningHead = ""
    /// Below every page, at the left of the page's number.
    var foot = ""
    var blocks: [OfficeBlock]
}

/// A part of a paper.
enum OfficeBlock: Hashable, Sendable {
    case nationalHeading(NationalHeading)
    /// The name of the paper, and below it what it is about.
    case title(String, about: [String])
    case heading(String)
    case paragraph(OfficeText, OfficeParagraphStyle = .body)
    case table(OfficeTable)
    /// Lines of a form, some of them empty, beside a code that a machine reads.
    case form(OfficeForm)
    /// Dotted lines for writing on, the first beginning with a label.
    case writingLines(String, count: Int)
    case signatures([OfficeSignature])
    /// Stands on one page if a page is large enough.
    case together([OfficeBlock])
}

enum OfficeParagraphStyle: Hashable, Sendable {
    /// Indented at its beginning, both edges even.
    case body
    /// One of a list, hanging at a dash.
    case item
    /// Small, without indent: what explains a form.
    case note
    /// At the right edge.
    case trailing
    case centered
}

/// The head of an official paper: who issues it at the left, the nation at the right (NĐ 30/2020/NĐ-CP,
/// Phụ lục I, I.1–4).
struct NationalHeading: Hashable, Sendable {
    static let nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    static let motto = "Độc lập - Tự do - Hạnh phúc"

    /// The body above the issuing one; nil: not named.
    var superior: String?
    var issuer: String
    /// `Số: …/BB-HĐBC`; empty: the paper has no number.
    var number = ""
    /// `Thái Nguyên, ngày 30 tháng 5 năm 2023`; empty: said elsewhere.
    var placeAndDate = ""
}

struct OfficeForm: Hashable, Sendable {
    struct Field: Hashable, Sendable {
        let label: String
        /// Empty: dots to be written on.
        let value: String
    }

    var fields: [Field]
    /// What the QR code at the right holds, and the first line says; empty: no code.
    var code = ""
    var codeLabel = ""
    /// The code in words, for who cannot see it.
    var codeDescription = ""
}

struct OfficeSignature: Hashable, Sendable {
    /// Above the title, in italics: place and date.
    var date = ""
    var title: String
    var hint = "(Ký, ghi rõ họ tên)"
    var name = ""
}
