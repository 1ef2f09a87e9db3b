/// What entries of a `SpilledSort` are ordered by.
package protocol SpillKey: Comparable, Spillable, Hashable {}
