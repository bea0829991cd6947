package floria.placement.hardware;

import java.util.Optional;
import java.util.Set;

/**
 * What is known of a model of GPU.
 *
 * @param family stands for several models; the model's own name when it is alone
 * @param memory bytes of one
 * @param capability NVIDIA's compute capability, or the name of AMD's target
 */
public record GpuModel(
        String name,
        String family,
        String vendor,
        long memory,
        Optional<String> capability,
        String architecture) {
    private static final Set<String> OTHER = Set.of("Inferentia", "Trainium", "Gaudi");

    /** Whether it is another kind of accelerator, which only who names it can use. */
    public boolean isOther() {
        return OTHER.contains(architecture);
    }
}
