namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A factory given to <c>LazyInitializer</c> that sets the variable itself.</summary>
internal static class FactoryFault
{
    /// <summary><c>LazyInitializer.EnsureInitialized(ref _x, () => _x = new X())</c>.</summary>
    public static PublicationFault? Find(SimpleNameSyntax ensure, CodeModel model)
    {
        if (CallSyntax.InvocationOf(ensure) is not { ArgumentList.Arguments: { Count: > 1 } arguments } call
            || OwnMember.NameWithTypeOf(arguments[0].Expression) is not { } name
            || arguments.Select(static argument => argument.Expression).OfType<AnonymousFunctionExpressionSyntax>().FirstOrDefault()
                is not { } factory
            || FunctionSyntax.OwnNodes(factory.Body).OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment
                => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && OwnMember.NameWithTypeOf(assignment.Left) == name
                && !Writes.IsOfInitializedObject(assignment.Left)) is not { } found
            || CallSyntax.MethodOf(call, model) is not { } method || !method.IsDeclaredIn(model.Types.LazyInitializer)
            || StatePath.Of(arguments[0].Expression, model) is not { } state
            || StatePath.Of(found.Left, model) is not { } assigned || !assigned.Equals(state))
        {
            return null;
        }

        // With a flag of its own nobody looks at the variable before that is set; under a lock an object that is complete does no harm.
        bool hasFlag = method.Parameters.Any(static parameter => parameter.Type.SpecialType == SpecialType.System_Boolean);
        SyntaxNode? fill = FunctionSyntax.OwnNodes(factory.Body).FirstOrDefault(node
            => node is StatementSyntax and not BlockSyntax && node.SpanStart > found.Span.End && Filling.In(node, name, null) is not null);
        return hasFlag || (method.Parameters.Length > 2 && fill is null) ? null
            : new PublicationFault(PublicationFaultKind.SetByFactory, found, call, fill, true, null);
    }
}
