//! The sandbox as a program: `oneatlas-sandbox --port 8899 --seed 7 [--scenes N] [--state FILE] [--tls CA.pem]`.
//!
//! The first line on standard output is one JSON object with `url`, `api_key` and `control_url`.
//! Logs go to standard error. It runs until it is interrupted.

use std::io::Write;
use std::process::ExitCode;

use oneatlas_sandbox::{Sandbox, SandboxConfig};
use tracing_subscriber::EnvFilter;

const USAGE: &str =
    "usage: oneatlas-sandbox [--port N] [--control-port N] [--scenes N] [--seed N] [--state FILE] \
                     [--tls CA.pem]
  --port N          the port of the API on 127.0.0.1; 0, the default, takes any free one
  --control-port N  the port of the control API
  --scenes N        the size of the archive, 3000000 unless said otherwise
  --seed N          what everything is derived from, 7 unless said otherwise
  --state FILE      keeps orders, credit and clock across restarts
  --tls CA.pem      serves over HTTPS and writes the certificate of its authority to CA.pem";

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let config = match read_arguments(std::env::args().skip(1)) {
        Ok(Some(config)) => config,
        Ok(None) => return say(USAGE),
        Err(fault) => {
            tracing::error!("{fault}; {USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: SandboxConfig) -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(config).await?;
    let line = serde_json::json!({
        "url": sandbox.url(), "api_key": sandbox.api_key(), "control_url": sandbox.control_url(),
    });
    writeln!(std::io::stdout(), "{line}")?;
    std::io::stdout().flush()?;
    interrupted().await?;
    sandbox.stop().await;
    Ok(())
}

#[cfg(unix)]
async fn interrupted() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn interrupted() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

fn say(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Reads the arguments; `None` when help was asked for.
fn read_arguments(arguments: impl Iterator<Item = String>) -> Result<Option<SandboxConfig>, String> {
    let mut config = SandboxConfig::default();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        if matches!(name.as_str(), "--help" | "-h") {
            return Ok(None);
        }
        let mut value =
            || inline.clone().or_else(|| arguments.next()).ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            "--port" => config.port = number(&name, &value()?)?,
            "--control-port" => config.control_port = number(&name, &value()?)?,
            "--tls" => config.tls = Some(value()?.into()),
            "--scenes" => config.scenes = number(&name, &value()?)?,
            "--seed" => config.seed = number(&name, &value()?)?,
            "--state" => config.state_file = Some(value()?.into()),
            _ => return Err(format!("{name} is not an argument of the sandbox")),
        }
    }
    Ok(Some(config))
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} needs a number, not '{text}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Option<SandboxConfig>, String> {
        read_arguments(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn arguments_are_read_in_both_spellings() {
        let config =
            read(&["--port", "8899", "--scenes=500", "--seed", "3", "--state", "s.json"]).unwrap().unwrap();
        assert_eq!((config.port, config.scenes, config.seed), (8899, 500, 3));
        assert_eq!(config.state_file.unwrap().to_str(), Some("s.json"));
    }

    #[test]
    fn a_wrong_argument_is_named() {
        assert!(read(&["--ports", "1"]).unwrap_err().contains("--ports"));
        assert!(read(&["--port", "many"]).unwrap_err().contains("many"));
        assert!(read(&["--seed"]).unwrap_err().contains("--seed"));
    }
}
