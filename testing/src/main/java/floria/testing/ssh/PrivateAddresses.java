package floria.testing.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.opentest4j.TestAbortedException;

import floria.testing.program.Programs;

/** Addresses of a private range on the loopback device: nobody else reaches them. */
record PrivateAddresses(List<String> all) {

    static PrivateAddresses add(int count) {
        Programs.need("ip", "addresses of its own");
        PrivateAddresses addresses =
                new PrivateAddresses(
                        IntStream.rangeClosed(1, count).mapToObj(i -> free() + "." + i).toList());
        try {
            addresses.each("add");
        } catch (IllegalStateException e) {
            addresses.remove();
            throw new TestAbortedException("not run: no address can be added here", e);
        }
        return addresses;
    }

    private static String free() {
        try {
            List<String> taken =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .map(InetAddress::getHostAddress)
                            .toList();
            return IntStream.range(1, 255)
                    .mapToObj(i -> "10.98." + i)
                    .filter(net -> taken.stream().noneMatch(one -> one.startsWith(net + ".")))
                    .findFirst()
                    .orElseThrow(() ->
                            new TestAbortedException("not run: no net of 10.98 is free here"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        try {
            each("delete");
        } catch (IllegalStateException _) {
            // It was not added.
        }
    }

    private void each(String verb) {
        for (String address : all) {
            Programs.run(Map.of(), List.of("ip", "address", verb, address + "/32", "dev", "lo"));
        }
    }
}
