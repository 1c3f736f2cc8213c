// Print a compose file as Docker Compose would run it: `docker compose config` without Docker.
//
// Built by .ci/tools in place of the loader's own example command, which forgets the environment.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	text, err := config(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(text))
}

// config parses, interpolates and validates the files, with the profiles of COMPOSE_PROFILES.
func config(files []string) ([]byte, error) {
	options, err := cli.NewProjectOptions(
		files, cli.WithOsEnv, cli.WithEnvFiles(), cli.WithDotEnv, cli.WithDefaultProfiles())
	if err != nil {
		return nil, err
	}
	project, err := cli.ProjectFromOptions(context.Background(), options)
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}
