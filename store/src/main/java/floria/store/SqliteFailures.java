package floria.store;

import java.nio.file.Path;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import floria.engine.state.StoreException;

/** Says for people what went wrong with a database file, and what to do. */
record SqliteFailures(Path file) implements Failures {

    @Override
    public StoreException of(Throwable cause) {
        if (cause instanceof StoreException known) {
            return known;
        }
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof SQLiteException failure) {
                return new StoreException(message(failure), cause);
            }
        }
        return new StoreException(file + " cannot be used: " + cause.getMessage(), cause);
    }

    private String message(SQLiteException failure) {
        // The low byte is the class of the failure; the rest says where inside SQLite it was seen.
        int code = failure.getResultCode().code & 0xff;
        String name = failure.getResultCode().name();
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return "disk full: "
                    + file
                    + " could not be written, and nothing of this change was kept; free some space"
                    + " on its file system and try again";
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return file
                    + " could not be read or written ("
                    + name
                    + "), and nothing of this change was kept; check the disk and its quota, then"
                    + " try again";
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return file
                    + " is damaged ("
                    + name
                    + ") and was left as it is; stop Floria, copy the folder to a safe place, and"
                    + " restore a backup";
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return file
                    + " is not a database and was left as it is; move it away, or choose another"
                    + " folder";
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return file
                    + " has been locked by another program for more than "
                    + Sqlite.PATIENCE.toSeconds()
                    + " s; stop that program and try again";
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_PERM.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return file
                    + " cannot be opened for writing ("
                    + name
                    + "); check that its folder is there, and that this user may write it";
        }
        return file + ": " + failure.getMessage();
    }
}
