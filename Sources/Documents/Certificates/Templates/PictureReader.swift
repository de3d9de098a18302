import FoundationEssentials
import RuralIndustry

/// Emblem, logo and ornaments: SVG path data, or a PNG as Base64.
extension TemplateReader {
    private static let pictureKeys = ["x", "y", "width", "height", "description", "svg", "png"]

    /// - Parameter isRead: whether it needs words for who cannot see it.
    mutating func picture(
        _ field: TemplateField, on page: PageSize, isRead: Bool
    ) -> CertificateTemplate.Picture? {
        guard field.isStated, expectObject(field, keys: Self.pictureKeys) else { return nil }
        let area = self.area(field, on: page)
        let description = isRead ? text(field["description"]) : ""
        guard field["svg"].isStated != field["png"].isStated else {
            note(
                "template-picture", field.pointer,
                vi: "Hình cần đúng một trong hai: svg (đường nét) hoặc png (tệp PNG dạng Base64)",
                en: "A picture needs exactly one of svg (paths) and png (a PNG file in Base64)")
            return nil
        }
        let content: CertificateTemplate.Picture.Content?
        if field["svg"].isStated {
            content = vector(field["svg"]).map { .vector($0) }
        } else {
            content = bitmap(field["png"], area: area).map { .bitmap($0) }
        }
        guard let content, let area, let description else { return nil }
        return .init(content: content, area: area, description: description)
    }

    mutating func readOrnaments(_ field: TemplateField, on page: PageSize) -> [CertificateTemplate.Picture] {
        guard field.isStated else { return [] }
        guard let elements = field.value?.array else {
            wrongType(field, vi: "một danh sách [ … ]", en: "a list [ … ]")
            return []
        }
        return elements.indices.compactMap { index in
            let element = TemplateField(value: elements[index], pointer: "\(field.pointer)/\(index)")
            guard element["svg"].isStated else {
                note(
                    "template-picture", element.pointer, vi: "Họa tiết phải là svg",
                    en: "An ornament must be svg")
                return nil
            }
            return picture(element, on: page, isRead: false)
        }
    }

    // MARK: Paths

    mutating func vector(_ field: TemplateField) -> VectorPicture? {
        guard expectObject(field, keys: ["view_box", "paths"]) else { return nil }
        let box = viewBox(field["view_box"])
        let paths = field["paths"]
        guard let elements = paths.value?.array, !elements.isEmpty else {
            wrongType(paths, vi: "một danh sách [ … ] có ít nhất một đường", en: "a list [ … ] of paths")
            return nil
        }
        var shapes: [VectorPicture.Shape] = []
        for (index, element) in elements.enumerated() {
            let path = TemplateField(value: element, pointer: "\(paths.pointer)/\(index)")
            if let shape = shape(path, in: box) { shapes.append(shape) }
        }
        guard let box, shapes.count == elements.count else { return nil }
        return VectorPicture(box: box, shapes: shapes)
    }

    private mutating func viewBox(_ field: TemplateField) -> Rect? {
        var numbers: [Double] = []
        for element in field.value?.array ?? [] {
            switch element {
            case .integer(let whole): numbers.append(Double(whole))
            case .decimal(let decimal): numbers.append(Double(decimal.description) ?? .nan)
            default: break
            }
        }
        guard numbers.count == 4, field.value?.array?.count == 4, numbers[2] > 0, numbers[3] > 0,
            numbers.allSatisfy({ abs($0) < 100_000 })
        else {
            note(
                "template-value", field.pointer, vi: "Phải gồm bốn số như [0, 0, 100, 100]",
                en: "It must be four numbers like [0, 0, 100, 100]")
            return nil
        }
        return Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    private mutating func shape(_ field: TemplateField, in box: Rect?) -> VectorPicture.Shape? {
        guard expectObject(field, keys: ["d", "fill", "stroke", "stroke_width", "even_odd"]) else {
            return nil
        }
        let fill = field["fill"].isStated ? paint(field["fill"]) : nil
        let stroke = field["stroke"].isStated ? paint(field["stroke"]) : nil
        let width = field["stroke_width"].isStated ? number(field["stroke_width"], in: 0...10_000) : 1
        var isEvenOdd = false
        if field["even_odd"].isStated {
            if case .bool(let flag) = field["even_odd"].value {
                isEvenOdd = flag
            } else {
                wrongType(field["even_odd"], vi: "true hoặc false", en: "true or false")
            }
        }
        if !field["fill"].isStated, !field["stroke"].isStated { missing(field["fill"]) }
        guard let d = field["d"].value?.string else {
            wrongType(field["d"], vi: "một chuỗi đường nét SVG", en: "a string of SVG path data")
            return nil
        }
        do throws(SVGPathError) {
            let path = try Path(svg: d)
            if let box, let extent = path.extent, !box.inset(by: -0.5).contains(extent) {
                note(
                    "template-off-page", field["d"].pointer,
                    vi: "Đường nét ra ngoài view_box; hãy mở rộng view_box hoặc sửa đường",
                    en: "The path leaves its view_box; widen the view_box or correct the path")
                return nil
            }
            return VectorPicture.Shape(
                path: path, fill: fill, stroke: stroke, strokeWidth: width ?? 1, isEvenOdd: isEvenOdd)
        } catch {
            note(
                "template-svg-path", field["d"].pointer,
                vi: "Đường nét SVG hỏng ở ký tự thứ \(error.offset + 1): \(error.text.vi)",
                en: "The SVG path is broken at character \(error.offset + 1): \(error.text.en)")
            return nil
        }
    }

    /// `#1F3B7D`, or a colour of the level by its name: `accent`, `metal`, `ink`, `muted`.
    private mutating func paint(_ field: TemplateField) -> VectorPicture.Paint? {
        if let name = field.value?.string, let part = VectorPicture.PalettePart(rawValue: name) {
            return .part(part)
        }
        return color(field).map { .color($0) }
    }

    // MARK: Bitmaps

    static let mostPNGBytes = 1 << 20
    /// Below it a picture looks coarse on paper.
    static let leastDotsPerInch = 150.0

    mutating func bitmap(_ field: TemplateField, area: Rect?) -> Bitmap? {
        guard let text = field.value?.string, let data = Data(base64Encoded: text) else {
            note(
                "template-png", field.pointer,
                vi: "Không đọc được Base64; hãy ghi nội dung tệp PNG bằng Base64 (lệnh base64 -w0 TỆP)",
                en: "The Base64 cannot be read; state the PNG file in Base64 (base64 -w0 FILE)")
            return nil
        }
        guard data.count <= Self.mostPNGBytes else {
            note(
                "template-png-large", field.pointer, vi: "Tệp PNG lớn hơn 1 MiB; hãy thu nhỏ",
                en: "The PNG file is above 1 MiB; make it smaller")
            return nil
        }
        let bitmap: Bitmap
        do throws(DocumentError) {
            bitmap = try Bitmap(png: [UInt8](data))
        } catch {
            note(error.code, field.pointer, vi: error.text.vi, en: error.text.en)
            return nil
        }
        if let area {
            let placed = area.fitted(width: Double(bitmap.width), height: Double(bitmap.height))
            let density = Double(bitmap.width) / (placed.width / 72)
            if density < Self.leastDotsPerInch {
                note(
                    "template-png-coarse", field.pointer,
                    vi:
                        "Ảnh chỉ có \(Int(density)) điểm mỗi inch ở cỡ này, in ra sẽ vỡ; cần ít nhất 150, hoặc thu nhỏ ô",
                    en:
                        "The picture has only \(Int(density)) dots per inch at this size; it needs 150, or a smaller place"
                )
                return nil
            }
        }
        return bitmap
    }
}
