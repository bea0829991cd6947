package floria.site.slurm;

import java.util.ArrayList;
import java.util.List;

/** What runs a container inside a job, as the job's own user. */
public enum ContainerRuntime {
    /** There is none: everything runs on the node itself. */
    NONE,
    /** Apptainer or Singularity; images are SIF files or {@code docker://} addresses. */
    APPTAINER,
    /** The plug-in of NVIDIA for srun; images are squashfs files or addresses for enroot. */
    PYXIS,
    /** Charliecloud; images are folders, which have the site's folder in them. */
    CHARLIECLOUD,
    /** udocker; images are names of containers that were made with it. */
    UDOCKER;

    /**
     * The words that come before a program for it to run in the image, which sees the folder under
     * the same path.
     *
     * @param gpus whether the program is to see GPUs
     */
    List<String> before(String image, String folder, boolean gpus) {
        List<String> words = new ArrayList<>();
        switch (this) {
            case NONE -> {}
            case APPTAINER -> {
                words.addAll(List.of("apptainer", "exec"));
                if (gpus) {
                    words.add("--nv");
                }
                words.addAll(List.of("--bind", folder + ":" + folder, image));
            }
            case PYXIS ->
                    words.addAll(
                            List.of(
                                    "srun",
                                    "--overlap",
                                    "--nodes=1",
                                    "--ntasks=1",
                                    "--container-image=" + image,
                                    "--container-mounts=" + folder + ":" + folder));
            case CHARLIECLOUD ->
                    // The image cannot be written to, and so must have the folder to mount it on.
                    words.addAll(List.of("ch-run", "--bind=" + folder + ":" + folder, image, "--"));
            case UDOCKER -> {
                words.addAll(List.of("udocker", "run", "--hostenv", "--hostauth"));
                if (gpus) {
                    words.add("--nvidia");
                }
                words.addAll(List.of("--volume=" + folder + ":" + folder, image));
            }
        }
        return words;
    }
}
