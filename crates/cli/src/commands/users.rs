//! `trackway users`: the people who sign in.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::random::SystemRandom;
use trackway_app::users::create::NewUser;
use trackway_app::users::find::by_email;
use trackway_app::{ids, users};
use trackway_domain::audit::Doer;
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Member, Password, Role};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a person who can sign in
    #[command(after_help = "Without --password-stdin a password is made and printed: it cannot be shown again.

Examples:
  trackway users create --data ./data --email mia@example.com --name Mia --role owner
  trackway users create --data ./data --email ben@example.com --name Ben --role viewer --password-stdin < password.txt")]
    Create(Create),
    /// List the people, oldest first
    #[command(after_help = "Example:
  trackway users list --data ./data --json")]
    List(Place),
    /// Give a person another password; he is signed out everywhere
    #[command(after_help = "Example:
  trackway users set-password --data ./data --email mia@example.com")]
    SetPassword(SetPassword),
    /// Give a person another role
    #[command(after_help = "Example:
  trackway users set-role --data ./data --email ben@example.com --role member")]
    SetRole(SetRole),
    /// Make somebody who signs in already a member of another workspace
    #[command(after_help = "He chooses on the dashboard in which of his workspaces he is.

Example:
  trackway users join --workspace 019d0e94-c8c8-7d25-bde1-bdf0aa633b3a --email ben@example.com --role viewer")]
    Join(SetRole),
    /// Shut a person out; what he has allowed ends at once
    #[command(after_help = "Whoever is a member of other workspaces too loses this one alone.

Example:
  trackway users disable --data ./data --email ben@example.com")]
    Disable(Named),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    named: Named,
    /// What people call him
    #[arg(long)]
    name: String,
    /// What he may do: owner, admin, member or viewer
    #[arg(long, default_value = "member")]
    role: String,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SetPassword {
    #[command(flatten)]
    named: Named,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// A person, and what he is to be.
#[derive(Debug, Args)]
pub(crate) struct SetRole {
    #[command(flatten)]
    named: Named,
    /// What he may do: owner, admin, member or viewer
    #[arg(long)]
    role: String,
}

/// A person, and where he is.
#[derive(Debug, Args)]
pub(crate) struct Named {
    #[command(flatten)]
    place: Place,
    /// The mail address that he signs in with
    #[arg(long)]
    email: String,
}

impl Named {
    fn email(&self) -> anyhow::Result<Email> {
        Email::parse(&self.email).context("--email")
    }
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(options) => block_on(create(options)),
        Command::List(place) => block_on(list(place)),
        Command::SetPassword(options) => block_on(set_password(options)),
        Command::SetRole(options) => block_on(set_role(options)),
        Command::Join(options) => block_on(join(options)),
        Command::Disable(named) => block_on(disable(named)),
    }
}

async fn create(options: Create) -> anyhow::Result<()> {
    let (email, role) = (options.named.email()?, role(&options.role)?);
    let name = Name::parse(&options.name).context("--name")?;
    let (password, made) = password(options.password_stdin)?;
    let (_, app, workspace) = installation::for_first_command(&options.named.place).await?;
    let member = users::create::create(&app, &workspace, Doer::CommandLine, NewUser { email, name, role, password }).await?;
    output::object(&with_password(row(&member), made), options.named.place.json);
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let rows = app.store.users().members(workspace.id).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "email", "name", "role", "createdAt", "disabledAt"], place.json);
    Ok(())
}

async fn set_password(options: SetPassword) -> anyhow::Result<()> {
    let email = options.named.email()?;
    let (password, made) = password(options.password_stdin)?;
    let (_, app, workspace) = installation::for_command(&options.named.place).await?;
    let member = by_email(&app, workspace.id, &email).await?;
    users::set_password::set_password(&app, Doer::CommandLine, &member, password).await?;
    output::object(&with_password(json!({"id": member.user.id.to_string(), "email": email.as_str()}), made), options.named.place.json);
    Ok(())
}

async fn set_role(options: SetRole) -> anyhow::Result<()> {
    let (email, role) = (options.named.email()?, role(&options.role)?);
    let (_, app, workspace) = installation::for_command(&options.named.place).await?;
    let member = by_email(&app, workspace.id, &email).await?;
    users::set_role::set_role(&app, Doer::CommandLine, &member, role).await?;
    output::object(&row(&Member { role, ..member }), options.named.place.json);
    Ok(())
}

async fn join(options: SetRole) -> anyhow::Result<()> {
    let (email, role) = (options.named.email()?, role(&options.role)?);
    let (_, app, workspace) = installation::for_command(&options.named.place).await?;
    let member = users::join::join(&app, workspace.id, Doer::CommandLine, &email, role).await?;
    output::object(&row(&member), options.named.place.json);
    Ok(())
}

async fn disable(named: Named) -> anyhow::Result<()> {
    let email = named.email()?;
    let (_, app, workspace) = installation::for_command(&named.place).await?;
    let member = by_email(&app, workspace.id, &email).await?;
    users::disable::disable(&app, Doer::CommandLine, &member).await?;
    output::object(&json!({"id": member.user.id.to_string(), "email": email.as_str(), "disabled": true}), named.place.json);
    Ok(())
}

fn role(text: &str) -> anyhow::Result<Role> {
    let known = || Role::ALL.map(Role::as_str).join(", ");
    Role::parse(text).ok_or_else(|| anyhow!("--role: there is no role '{text}'; the roles are {}", known()))
}

/// The first line of standard input, or a new password together with its text, which nobody has seen yet.
fn password(is_given: bool) -> anyhow::Result<(Password, Option<String>)> {
    let text = if is_given {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("--password-stdin")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        ids::letters(&SystemRandom, 20)
    };
    let password = Password::new(&text).context("the password")?;
    Ok((password, (!is_given).then_some(text)))
}

fn with_password(mut row: Value, made: Option<String>) -> Value {
    if let (Some(row), Some(password)) = (row.as_object_mut(), made) {
        row.insert("password".to_owned(), password.into());
    }
    row
}

fn row(member: &Member) -> Value {
    let Member { user, role, .. } = member;
    json!({
        "id": user.id.to_string(),
        "email": user.email.as_ref().map(Email::as_str),
        "name": user.name.as_str(),
        "role": role.as_str(),
        "createdAt": user.created_at.to_string(),
        "disabledAt": user.disabled_at.map(|at| at.to_string()),
    })
}
