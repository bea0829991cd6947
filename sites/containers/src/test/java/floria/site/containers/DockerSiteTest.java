package floria.site.containers;

import floria.testing.containers.DockerService;
import floria.testing.containers.TestImage;

class DockerSiteTest extends SiteSuite<DockerService> {

    DockerSiteTest() {
        super(DockerService.start(new TestImage.Busybox(), new TestImage.Debian()));
    }
}
