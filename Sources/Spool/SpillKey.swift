/// What entries of a `SpilledSort` are ordered by.
@usableFromInline
package protocol SpillKey: Comparable, Spillable, Hashable {}
