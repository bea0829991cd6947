package floria.tosca.archive;

/**
 * Bounds on what is unpacked, so that no archive takes memory or time without end.
 *
 * @param packed bytes of the archive itself
 * @param entries files and folders together
 * @param file bytes of one file
 * @param unpacked bytes of all files
 * @param ratio how many times larger than the archive its files may be; only asked once they take
 *     more than a megabyte
 */
record ArchiveLimits(int packed, int entries, int file, long unpacked, int ratio) {
    private static final int MB = 1024 * 1024;

    static final ArchiveLimits STANDARD =
            new ArchiveLimits(64 * MB, 10_000, 64 * MB, 128L * MB, 100);

    /** The most that an archive of this size may hold. */
    long most(int size) {
        return Math.min(unpacked, Math.max(MB, (long) size * ratio));
    }
}
