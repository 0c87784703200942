using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Puts the code that a method runs under its lock into a private method behind it, and calls that there.</summary>
internal static class CoreExtraction
{
    /// <summary><c>SaveCoreAsync</c>, or <c>SaveWhileHeldAsync</c> where the type uses that name.</summary>
    public static string NameOf(MethodDeclarationSyntax method, bool isAsync)
    {
        HashSet<string> used = FreeNames.UsedIn(method.Parent!);
        string name = method.Identifier.ValueText;
        bool hasSuffix = name.EndsWith("Async", StringComparison.Ordinal) && name.Length > "Async".Length;
        string stem = hasSuffix ? name.Substring(0, name.Length - "Async".Length) : name;
        string suffix = hasSuffix && (isAsync || !FunctionSyntax.IsAsync(method)) ? "Async" : string.Empty;
        return used.Contains(stem + "Core" + suffix)
            ? FreeNames.Numbered(stem + "WhileHeld" + suffix, used.Contains)
            : stem + "Core" + suffix;
    }

    /// <param name="root">The file.</param>
    /// <param name="method">The method that locks.</param>
    /// <param name="section">Its code under the lock.</param>
    /// <param name="name">The name of the new method.</param>
    /// <param name="isAsync">The new method is asynchronous.</param>
    /// <param name="call">The call that is to call the new method, somewhere in the type.</param>
    /// <param name="renamed">The call as it is then.</param>
    public static SyntaxNode Of(
        SyntaxNode root, MethodDeclarationSyntax method, LockedSection section, string name, bool isAsync, ExpressionSyntax call,
        Func<SyntaxNode, SyntaxNode> renamed)
    {
        SourceText text = root.GetText();
        StatementSyntax[] statements = section.Statements.ToArray();
        string inner = Indentation.Of(statements[0], text).Line;
        string outer = Indentation.Of(method.Body!.Statements[0], text).Line;
        bool wasAsync = FunctionSyntax.IsAsync(method);
        MethodDeclarationSyntax core = method
            .WithAttributeLists(default)
            .WithModifiers(Modifiers(method, isAsync))
            .WithExplicitInterfaceSpecifier(null)
            .WithReturnType((wasAsync && !isAsync ? ResultOf(method.ReturnType) : method.ReturnType.WithoutTrivia())
                .WithTrailingTrivia(Space))
            .WithIdentifier(Identifier(name).WithTriviaFrom(method.Identifier))
            .WithBody(method.Body.WithStatements(List(method.Body.Statements.Take(section.Variables).Concat(statements.Select(
                (statement, index) => Outdent(index == 0 ? WithoutBlankLines(statement) : statement, inner, outer))))));

        StatementSyntax called = Call(method, section, name, isAsync, root.SyntaxTree.Options)
            .WithLeadingTrivia(statements[0].GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space
                ? TriviaList(space)
                : default)
            .WithTrailingTrivia(EndOf(statements[statements.Length - 1].GetTrailingTrivia()));
        MethodDeclarationSyntax locking = method.ReplaceNode(
            section.Block, section.Block.WithStatements(List(section.Block.Statements.Take(section.First).Append(called))));

        locking = locking.WithBody(locking.Body!.WithStatements(List(locking.Body.Statements.Skip(section.Variables).Select(
            (statement, index) => index == 0 && section.Variables > 0 ? WithoutBlankLines(statement) : statement))));

        var type = (TypeDeclarationSyntax)method.Parent!;
        TypeDeclarationSyntax tracked = type.TrackNodes(method, call);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(call)!, renamed(call));
        MethodDeclarationSyntax current = tracked.GetCurrentNode(method)!;
        int index = tracked.Members.IndexOf(current);
        tracked = tracked.ReplaceNode(current, locking);
        return root.ReplaceNode(type, MemberInsertion.After(
            tracked, index, core, "/// <summary>The same for callers that hold the lock.</summary>", MemberInsertion.NewLineOf(root)));
    }

    /// <summary>The line end without the comment before it.</summary>
    private static IEnumerable<SyntaxTrivia> EndOf(SyntaxTriviaList trailing)
        => trailing.Any(SyntaxKind.EndOfLineTrivia) ? trailing.Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) : trailing;

    private static SyntaxTokenList Modifiers(MethodDeclarationSyntax method, bool isAsync)
    {
        var kinds = new List<SyntaxKind> { SyntaxKind.PrivateKeyword };
        kinds.AddRange(new[] { SyntaxKind.StaticKeyword, SyntaxKind.UnsafeKeyword }.Where(kind => method.Modifiers.Any(kind)));
        if (isAsync)
        {
            kinds.Add(SyntaxKind.AsyncKeyword);
        }

        return TokenList(kinds.Select(static kind => Token(kind).WithTrailingTrivia(Space)));
    }

    /// <summary><c>T</c> of <c>Task&lt;T&gt;</c>, <c>void</c> of <c>Task</c>.</summary>
    private static TypeSyntax ResultOf(TypeSyntax task)
        => (task is QualifiedNameSyntax qualified ? qualified.Right : task)
            is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } results }
            ? results[0].WithoutTrivia()
            : PredefinedType(Token(SyntaxKind.VoidKeyword));

    private static StatementSyntax Call(
        MethodDeclarationSyntax method, LockedSection section, string name, bool isAsync, ParseOptions options)
    {
        bool hasResult = FunctionSyntax.IsAsync(method)
            ? ResultOf(method.ReturnType) is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            : method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        string arguments = string.Join(", ", method.ParameterList.Parameters.Select(static parameter => string.Concat(
            parameter.Modifiers
                .Where(static modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword)
                .Select(static modifier => modifier.ValueText + " ")) + parameter.Identifier.Text));
        string types = method.TypeParameterList is { Parameters: var parameters }
            ? "<" + string.Join(", ", parameters.Select(static parameter => parameter.Identifier.Text)) + ">"
            : string.Empty;
        return ParseStatement(
            (hasResult ? "return " : string.Empty) + (isAsync ? "await " : string.Empty) + name + types + "(" + arguments + ")"
            + (isAsync ? section.Configuration : string.Empty) + ";",
            options: options);
    }

    private static StatementSyntax WithoutBlankLines(StatementSyntax statement)
        => statement.WithLeadingTrivia(statement.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));

    private static StatementSyntax Outdent(StatementSyntax statement, string from, string to)
        => from == to || !from.StartsWith(to, StringComparison.Ordinal) ? statement
            : statement.ReplaceTrivia(
                statement.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)
                    && trivia.ToString().StartsWith(from, StringComparison.Ordinal)
                    && trivia.Token.LeadingTrivia.Contains(trivia)),
                (trivia, _) => Whitespace(to + trivia.ToString().Substring(from.Length)));
}
