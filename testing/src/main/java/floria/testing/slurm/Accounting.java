package floria.testing.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import floria.testing.program.Programs;

/**
 * What a Slurm with accounting needs besides: slurmdbd with a MariaDB of its own in the cluster's
 * folder.
 *
 * @param database its port
 * @param daemon the port of slurmdbd
 */
record Accounting(Path folder, int database, int daemon) {
    private static final String PASSWORD = "loopback-only";

    /** The programs that this machine must have. */
    static void need() {
        for (String program : List.of("slurmdbd", "mariadbd", "mariadb-install-db", "sacctmgr")) {
            Programs.need(program, "Slurm with accounting");
        }
    }

    /** Lines of {@code slurm.conf}. */
    String lines() {
        return """
        AccountingStorageType=accounting_storage/slurmdbd
        AccountingStorageHost=localhost
        AccountingStoragePort=%d
        AccountingStoragePass=%s/munge/socket
        AccountingStorageEnforce=associations,limits,qos
        AccountingStorageTRES=gres/gpu
        """
                .formatted(daemon, folder);
    }

    /** Writes what both need, the database's tables included. */
    void prepare(String me) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("slurmdbd.conf"),
                        """
                        AuthType=auth/munge
                        AuthInfo=socket=%1$s/munge/socket
                        DbdHost=localhost
                        DbdAddr=127.0.0.1
                        DbdPort=%2$d
                        SlurmUser=%3$s
                        PidFile=%1$s/slurmdbd.pid
                        LogFile=%1$s/log/slurmdbd
                        StorageType=accounting_storage/mysql
                        StorageHost=127.0.0.1
                        StoragePort=%4$d
                        StorageUser=slurm
                        StoragePass=%5$s
                        StorageLoc=slurm_acct_db
                        """
                                .formatted(folder, daemon, me, database, PASSWORD));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        // One statement a line.
        Files.writeString(
                folder.resolve("database.sql"),
                """
                CREATE USER 'slurm'@'127.0.0.1' IDENTIFIED BY '%1$s';
                CREATE USER 'slurm'@'localhost' IDENTIFIED BY '%1$s';
                GRANT ALL ON *.* TO 'slurm'@'127.0.0.1';
                GRANT ALL ON *.* TO 'slurm'@'localhost';
                """
                        .formatted(PASSWORD));
        Programs.run(
                Map.of(),
                List.of(
                        Programs.need("mariadb-install-db", "Slurm with accounting").toString(),
                        "--no-defaults",
                        "--datadir=" + folder.resolve("database"),
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--user=" + me));
    }

    /** The arguments of the database. */
    String[] arguments(String me) {
        return new String[] {
            "--no-defaults",
            "--user=" + me,
            "--datadir=" + folder.resolve("database"),
            "--socket=" + folder.resolve("database.socket"),
            "--port=" + database,
            "--bind-address=127.0.0.1",
            "--pid-file=" + folder.resolve("database.pid"),
            "--init-file=" + folder.resolve("database.sql"),
            "--innodb-buffer-pool-size=64M"
        };
    }
}
