// What cannot be taken from a cell: nothing is guessed, and each says what to do.
extension SpreadsheetError {
    static let formula = SpreadsheetError(
        "cell-formula",
        vi:
            "ô là công thức, không lấy kết quả thay cho số liệu; chọn vùng, sao chép rồi dán dạng giá trị (Paste Special → Values)",
        en:
            "the cell is a formula, whose result is not taken for data; copy the range and paste it as values (Paste Special → Values)"
    )

    static let longCell = SpreadsheetError(
        "cell-too-long", vi: "ô dài hơn 32.767 ký tự", en: "the cell is longer than 32,767 letters")

    static let timeOnly = SpreadsheetError(
        "cell-time", vi: "ô là giờ phút, không có ngày", en: "the cell is a time without a day")

    static let longNumber = SpreadsheetError(
        "cell-number-imprecise",
        vi:
            "số có hơn 15 chữ số, bảng tính đã làm mất các chữ số cuối; định dạng ô là Văn bản (Text) rồi ghi lại",
        en:
            "the number has more than 15 digits, of which a spreadsheet loses the last; format the cell as text and write it again"
    )

    static func errorValue(_ text: String) -> SpreadsheetError {
        SpreadsheetError(
            "cell-error", vi: "ô báo lỗi \(shown(text)); sửa hoặc xoá nội dung ô",
            en: "the cell shows the error \(shown(text)); mend or empty it")
    }

    static func noDay(_ text: String) -> SpreadsheetError {
        SpreadsheetError(
            "cell-no-day", vi: "\(shown(text)) không phải là ngày có thật; ghi lại ngày",
            en: "\(shown(text)) is no day that ever was; write the day again")
    }

    static func unreadableNumber(_ text: String) -> SpreadsheetError {
        SpreadsheetError(
            "cell-number-unreadable", vi: "\(shown(text)) không phải là số",
            en: "\(shown(text)) is not a number")
    }

    static func unexpectedDay(_ day: String) -> SpreadsheetError {
        SpreadsheetError(
            "cell-unexpected-day",
            vi: "bảng tính đã đổi ô này thành ngày (\(day)); định dạng ô là Văn bản (Text) rồi ghi lại",
            en:
                "a spreadsheet program turned this cell into a date (\(day)); format it as text and write it again"
        )
    }

    static func numberForDay(_ number: String) -> SpreadsheetError {
        SpreadsheetError(
            "cell-number-for-day",
            vi: "ô là số \(number), không phải ngày; định dạng ô là Ngày (Date) và ghi đủ ngày, tháng, năm",
            en:
                "the cell is the number \(number) and not a day; format it as a date and write day, month and year"
        )
    }

    static func unnamedColumn(_ letters: String) -> SpreadsheetError {
        SpreadsheetError(
            "column-unnamed",
            vi: "cột \(letters) có nội dung nhưng không có tiêu đề; ghi tiêu đề hoặc xoá nội dung",
            en: "column \(letters) has contents but no heading; name it or empty it", column: letters)
    }

    static func mergedCells(_ merged: MergedCells) -> SpreadsheetError {
        SpreadsheetError(
            "cells-merged",
            vi:
                "các ô \(merged.reference) bị gộp, không rõ giá trị thuộc ô nào; bỏ gộp rồi ghi giá trị vào từng ô",
            en:
                "the cells \(merged.reference) are merged, so that it is unclear whose the value is; unmerge and fill each",
            row: merged.firstRow)
    }
}

extension SerialDay {
    /// Whether a text is a day in ISO form.
    static func isISO(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10
            && bytes.indices.allSatisfy {
                $0 == 4 || $0 == 7 ? bytes[$0] == 0x2D : (0x30...0x39).contains(bytes[$0])
            }
    }
}
