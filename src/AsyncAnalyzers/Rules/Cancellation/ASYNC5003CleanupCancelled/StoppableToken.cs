namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether a token stops the work of a function.</summary>
internal static class StoppableToken
{
    /// <summary>
    /// False where the variable is set again, where nothing ever cancels the token, where it is that of a test run, and where it bounds
    /// clean-up as a whole: the parameter of <c>StopAsync</c> or <c>CloseAsync</c>.
    /// </summary>
    public static bool Is(TokenPath token, SyntaxNode place, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(place) is not { } function
            || LocalAssignments.IsWritten(token.Root.Name, FunctionSyntax.OutermostEnclosing(function), model))
        {
            return false;
        }

        return token.Root switch
        {
            IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter
                => !IsCleanup(method) && !UncancelledTokens.Contain(parameter, model),
            ILocalSymbol local => !IsNeverCancelled(local, token, model),
            var member => (member.Name != token.Text || !UncancelledTokens.Contain(member, model))
                && !(model.Types.HasTestFramework && IsCancelledAtEndOfTest(member, function, model)),
        };
    }

    /// <summary>
    /// In a project of tests: neither the type that declares the token or its source nor the one that uses it cancels anything but in its
    /// clean-up, when all tests are over. Under-approximates: any name <c>Cancel</c> counts.
    /// </summary>
    private static bool IsCancelledAtEndOfTest(ISymbol member, SyntaxNode function, CodeModel model)
    {
        foreach (SyntaxNode type in (member.ContainingType?.DeclaringSyntaxReferences ?? default)
            .Select(part => part.GetSyntax(model.CancellationToken))
            .Append(function.FirstAncestorOrSelf<TypeDeclarationSyntax>()).OfType<TypeDeclarationSyntax>())
        {
            ILookup<string, SimpleNameSyntax> names = NameMentions.In(type, model.In(type.SyntaxTree));
            if (names["Cancel"].Concat(names["CancelAsync"]).Concat(names["CancelAfter"]).Any(static cancel
                => !IsCleanupOfTest(cancel.FirstAncestorOrSelf<MethodDeclarationSyntax>())))
            {
                return false;
            }
        }

        return member is { ContainingType.DeclaringSyntaxReferences.IsEmpty: false };
    }

    private static bool IsCleanupOfTest(MethodDeclarationSyntax? method)
        => method is { Identifier.ValueText: var name }
            && (NameWords.Of(name).Any(static word => word is "Cleanup" or "Clean" or "Teardown" or "Tear" or "Dispose")
                || method.AttributeLists.Any(static list => list.Attributes.Any(static attribute
                    => TypeNames.Of(attribute.Name) is "TestCleanup" or "TearDown" or "ClassCleanup" or "OneTimeTearDown")));

    /// <summary>It closes, stops or takes back; to remove is work as any other.</summary>
    private static bool IsCleanup(IMethodSymbol method)
        => method.MethodKind != MethodKind.AnonymousFunction && (CleanupName.KindsOf(method.Name) & WorkKinds.Undo) != 0;

    private static bool IsNeverCancelled(ILocalSymbol local, TokenPath token, CodeModel model)
    {
        if (model.SyntaxOf(local) is not VariableDeclaratorSyntax { Initializer.Value: var value } declarator)
        {
            return false;
        }

        bool isSource = token.Text != local.Name;
        return (!isSource && TokenArguments.IsNone(value))
            || value.ToString().Contains("TestContext")
            || (value is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null }
                && isSource
                && !VariableMentions.Of(declarator, model).Any(MayCancel))
            || (value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: IdentifierNameSyntax source }
                && model.SymbolOf(source) is ILocalSymbol owner
                && TokenPath.Of(value, model) is { } path
                && IsNeverCancelled(owner, path, model));
    }

    /// <summary>The source is cancelled, or given to code that may do so.</summary>
    private static bool MayCancel(IdentifierNameSyntax source) => source.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == source
            => access.Name.Identifier.ValueText is not ("Token" or "IsCancellationRequested" or "Dispose"),
        ConditionalAccessExpressionSyntax or ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax
            or ReturnStatementSyntax or InitializerExpressionSyntax
            => true,
        _ => false,
    };
}
