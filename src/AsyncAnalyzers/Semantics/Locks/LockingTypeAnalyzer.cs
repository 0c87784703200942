namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A rule on the state of classes that take locks: each is looked at once, whatever file of it takes one. Types without a lock cost
/// nothing.
/// </summary>
public abstract class LockingTypeAnalyzer : AsyncRuleAnalyzer
{
    /// <param name="descriptors">The rule, and its other messages.</param>
    /// <param name="takingNames">The names of calls that take the locks that the rule asks for, beside <c>lock</c>.</param>
    private protected LockingTypeAnalyzer(DiagnosticDescriptor[] descriptors, string[] takingNames)
        : base(
            descriptors,
            Trigger.OnNames(takingNames).Append(Trigger.OnKind(SyntaxKind.LockStatement)).Append(Trigger.OnKind(
                SyntaxKind.ClassDeclaration, static node => ((ClassDeclarationSyntax)node).Modifiers.Any(SyntaxKind.PartialKeyword)))
                    .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && declaration is ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration }
            && context.IsFirstAt(declaration.Identifier.Span)
            && context.Model.GetDeclaredSymbol(declaration) is { } type
            && (node != declaration || TakesLock(type, context.CancellationToken)))
        {
            AnalyzeType(type, declaration, context);
        }
    }

    /// <summary>Looks at the type, and reports what stands in this part of it.</summary>
    private protected abstract void AnalyzeType(INamedTypeSymbol type, TypeDeclarationSyntax declaration, RuleContext context);

    /// <summary>The name of the function, or of the member that it is in, for messages.</summary>
    private protected static string NameOf(SyntaxNode function)
        => function.AncestorsAndSelf().Select(static node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            IndexerDeclarationSyntax => "this[]",
            EventDeclarationSyntax @event => @event.Identifier.ValueText,
            OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
            _ => null,
        }).FirstOrDefault(static name => name is not null) ?? "Main";

    /// <summary>A part of the type, in whatever file, takes a lock.</summary>
    private bool TakesLock(INamedTypeSymbol type, CancellationToken cancellationToken)
        => type.DeclaringSyntaxReferences.Any(part => TriggerIndex.Of(part.SyntaxTree, cancellationToken).NodesFor(GetType())
            .Any(node => node is not ClassDeclarationSyntax && part.Span.Contains(node.Span)));
}
