/// Every cut of the fonts, opened for one thread.
struct Faces {
    private let faces: [FontFace]

    init(_ fonts: FontSet) throws(DocumentError) {
        var faces: [FontFace] = []
        for typeface in Typeface.allCases { faces.append(try FontFace(typeface, in: fonts)) }
        self.faces = faces
    }

    subscript(typeface: Typeface) -> FontFace { faces[typeface.rawValue] }
}
