//! The binary: configuration, wiring, shutdown, subcommands. The only crate that reads the environment and prints.

mod arguments;
mod asking;
mod backlog;
mod commands;
mod configuration;
mod installation;
mod output;
mod records;
mod secrets;
mod serve;

use arguments::{Arguments, Command};
use clap::Parser as _;
use std::process::ExitCode;

/// The system's allocator takes a tenth of a redirect; this one half of that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Serve(serve) => serve::run(serve),
        Command::Workspaces(workspaces) => commands::workspaces::run(workspaces),
        Command::Keys(keys) => commands::keys::run(keys),
        Command::Accounts(accounts) => commands::accounts::run(accounts),
        Command::Domains(domains) => commands::domains::run(domains),
        Command::Users(users) => commands::users::run(users),
        Command::OauthClients(clients) => commands::oauth_clients::run(clients),
        Command::Consents(consents) => commands::consents::run(consents),
        Command::OauthKeys(keys) => commands::oauth_keys::run(keys),
        Command::Conversions(conversions) => commands::conversions::run(conversions),
        Command::Attribution(attribution) => commands::attribution::run(attribution),
        Command::Tokens(tokens) => commands::tokens::run(tokens),
        Command::Webhooks(webhooks) => commands::webhooks::run(webhooks),
        Command::Audit(audit) => commands::audit::run(audit),
        Command::Links(links) => commands::links::run(links),
        Command::Export(export) => commands::export::run(export),
        Command::Persons(persons) => commands::persons::run(persons),
        Command::Shares(shares) => commands::shares::run(shares),
        Command::Verify(house) => commands::verify::verify(house),
        Command::Rebuild(house) => commands::verify::rebuild(house),
        Command::Reclassify(house) => commands::reclassify::run(house),
        Command::Compact(house) => commands::compact::run(house),
        Command::Backup(backup) => commands::backup::run(&backup),
        Command::Restore(restore) => commands::restore::run(&restore),
        Command::Migrate(migrate) => commands::migrate::run(&migrate),
        Command::Doctor(settings) => commands::doctor::run(&settings),
        Command::Healthcheck(settings) => commands::healthcheck::run(&settings),
        Command::Config(config) => commands::config::run(config),
        Command::Completions(completions) => commands::completions::run(&completions),
        Command::Man(man) => commands::man::run(&man),
        Command::Reference(reference) => {
            commands::reference::run(&reference);
            Ok(())
        }
        Command::Demo(demo) => commands::demo::run(demo),
        Command::Version(version) => {
            commands::version::run(&version);
            Ok(())
        }
    }
}
