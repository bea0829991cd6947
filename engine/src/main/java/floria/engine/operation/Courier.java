package floria.engine.operation;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import floria.tosca.source.Source;

/** Brings an operation's files to a machine; the same files travel once. */
final class Courier {
    /**
     * Folders that are known to be complete; after a restart of the server files travel once more.
     */
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();

    /**
     * Makes the files stand beside each other, relative paths kept, and returns their folder on the
     * machine.
     */
    String deliver(Machines.Machine machine, List<Source> files) {
        String folder = machine.channel().workspace() + "/.floria/files/" + hash(files);
        String mark = machine.key() + " " + folder;
        if (delivered.contains(mark)) {
            return folder;
        }
        for (Source file : files) {
            machine.channel()
                    .put(
                            folder + "/" + Program.relative(file.address()),
                            new ByteArrayInputStream(file.bytes()),
                            file.size(),
                            Program.isScript(file));
        }
        delivered.add(mark);
        return folder;
    }

    private static String hash(List<Source> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Source file : files) {
                digest.update(file.address().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(file.bytes());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
