package floria.testing.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

import org.opentest4j.TestAbortedException;

/** Ranges of addresses for the networks of engines. */
final class PrivateNets {

    private PrivateNets() {}

    /**
     * The first two numbers of a private range that nothing on this machine is in.
     *
     * @param wish which one to try first, so that engines that start at once differ
     */
    static String free(int wish) throws IOException {
        List<String> taken =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .map(InetAddress::getHostAddress)
                        .toList();
        int first = Math.floorMod(wish, 128);
        for (int i = 0; i < 128; i++) {
            String net = "10." + (100 + (first + i) % 128);
            if (taken.stream().noneMatch(address -> address.startsWith(net + "."))) {
                return net;
            }
        }
        throw new TestAbortedException("not run: no private network 10.100-10.227 is free here");
    }
}
