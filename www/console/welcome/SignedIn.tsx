// Everything behind the sign-in. Who isn't signed in signs in here, and is where they wanted to be.
import { Container } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Outlet } from "react-router";
import { whenSignedOut } from "../api/client";
import { sessionKey, useSession } from "../api/session";
import { ErrorState, Loading } from "../parts/states";
import { SignInPage } from "./SignInPage";

export function SignedIn() {
  const session = useSession();
  const queries = useQueryClient();
  useEffect(() => whenSignedOut(() => queries.setQueryData(sessionKey, null)), [queries]);
  if (session.isPending) return <Loading />;
  if (session.isError) {
    return (
      <Container size="xs" py="xl">
        <ErrorState error={session.error} retry={() => void session.refetch()} />
      </Container>
    );
  }
  return session.data ? <Outlet /> : <SignInPage />;
}
