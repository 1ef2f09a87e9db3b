/// What lies beyond a side in `BlockLabels.forEachSide`, where it is no component.
enum SideVisit {
    /// Present pixels of no class that is asked for.
    static let unlabelled = -1
    /// Pixels without observation.
    static let absent = -2
}
